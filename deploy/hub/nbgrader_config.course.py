"""What differs on the hub from the course's own nbgrader_config.py, which reads this file. Written by setup.py."""

from autograder.hub.settings import read_settings, settings_file

c = get_config()  # noqa: F821  # traitlets puts get_config into this file's namespace
settings = read_settings(settings_file())

c.Exchange.root = str(settings.exchange)
c.Authenticator.plugin_class = "nbgrader.auth.JupyterHubAuthPlugin"
