"""What JupyterLab is told by `make lab` and `make instructor`: it stays on this machine and asks nobody on the internet."""

c = get_config()  # noqa: F821 - traitlets puts get_config into this file's namespace

c.ServerApp.ip = "127.0.0.1"
c.ServerApp.open_browser = True
# A container's only user is root; nobody but this machine reaches the server, and that with the token alone.
c.ServerApp.allow_root = True

# News, new versions and the list of extensions come from the internet.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
