"""Formgrader shows what students wrote, so its pages may load nothing from any other server."""

c = get_config()  # noqa: F821  # traitlets puts get_config into this file's namespace

policy = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'; form-action 'self'"
c.ServerApp.tornado_settings = {"headers": {"Content-Security-Policy": policy}}
