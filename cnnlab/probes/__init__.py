"""The probes, one module an exercise: each has a function `probes()` that makes them (see `cnnlab.probing`)."""
