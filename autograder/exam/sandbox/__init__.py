"""What a candidate may touch: `walls` puts up the sandbox from `mounts`, `rlimits`, `seccomp` and `syscalls`."""
