"""JupyterLab under `make lab` and `make instructor`: it listens on this machine only and contacts no other server."""

c = get_config()  # noqa: F821  # traitlets puts get_config into this file's namespace

c.ServerApp.ip = "127.0.0.1"
c.ServerApp.open_browser = True
# A container's only user may be root. The server can be reached from this machine only, and needs its token.
c.ServerApp.allow_root = True

# News, new versions and the list of extensions come from the internet.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
