"""What a candidate may touch: `walls` builds the sandbox from `mounts`, `rlimits`, `seccomp` and `syscalls`."""
