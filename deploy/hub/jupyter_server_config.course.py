"""Formgrader shows what students wrote: its pages load nothing from other servers, and stand in nobody's frame."""

c = get_config()  # noqa: F821  # traitlets puts get_config into this file's namespace

policy = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'none'; form-action 'self'"
c.ServerApp.tornado_settings = {"headers": {"Content-Security-Policy": policy}}
