"""nbgrader for everybody on the hub: which course, and where its exchange is. Written by deploy/hub/setup.py."""

from autograder.hub.settings import read_settings, settings_file

c = get_config()  # noqa: F821  # traitlets puts get_config into this file's namespace
settings = read_settings(settings_file())

c.CourseDirectory.course_id = settings.course_id
c.Exchange.root = str(settings.exchange)
# The course is shown to those who are in the hub's group for it.
c.Authenticator.plugin_class = "nbgrader.auth.JupyterHubAuthPlugin"
