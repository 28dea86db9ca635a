"""JupyterHub on one machine: PAM, a server of their own for each Unix user, and the course as a service.

setup.py puts a copy of this file into the hub's folder; what can be set is in hub.toml. The rights:

students     log in, and see the course in nbgrader's *Assignments*
instructors  the same, and open formgrader, which runs as the course account
the course   may see and change the groups, so that formgrader can add students
"""

import grp
import os
import pwd
import sys

from autograder.hub.settings import read_settings, settings_file

c = get_config()  # noqa: F821  # traitlets puts get_config into this file's namespace
settings = read_settings(settings_file())
programs = settings.environment / "bin"
service = settings.course_id


def existing(names):
    """The names that are Unix users: one that is not would keep the hub from starting."""
    users = {user.pw_name for user in pwd.getpwall()}
    for name in sorted(set(names) - users):
        print(f"{name} is no Unix user of this machine and was left out: run deploy/hub/setup.py", file=sys.stderr)
    return sorted(set(names) & users)


def members(group):
    """The members of a Unix group."""
    try:
        return grp.getgrnam(group).gr_mem
    except KeyError:
        return []


students = existing(set(members(settings.group)) - {settings.account})
instructors = existing(settings.instructors)

# Where it listens.
scheme = "https" if settings.tls_key else "http"
c.JupyterHub.bind_url = f"{scheme}://{settings.address}:{settings.port}"
c.JupyterHub.ssl_key = settings.tls_key
c.JupyterHub.ssl_cert = settings.tls_cert
c.JupyterHub.subdomain_host = settings.subdomain_host
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{settings.hub_port}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings.proxy_port}"
c.ConfigurableHTTPProxy.command = [str(settings.prefix / "node/node_modules/.bin/configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(settings.state / "proxy.pid")

# What it keeps, for root alone.
c.JupyterHub.db_url = f"sqlite:///{settings.state / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(settings.state / "cookie_secret")
# A restart of the hub leaves the students' servers running.
c.JupyterHub.cleanup_servers = False

# Who may log in. With nobody named here nobody may, and `admin_users` alone are nobody.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.open_sessions = False
c.PAMAuthenticator.allowed_groups = {settings.group}
c.PAMAuthenticator.allowed_users = {*instructors, *existing(settings.others)}
# The course account has no password. Blocked it must not be: that takes it out of the group it needs below.
c.PAMAuthenticator.blocked_users = {"root"}
# Whoever may no longer log in may not do so because they once did.
c.PAMAuthenticator.allow_existing_users = False

# Each person's server.
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.LocalProcessSpawner.cmd = [str(programs / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
c.Spawner.notebook_dir = "~"
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.Spawner.environment = {"PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin"}
c.Spawner.env_keep = ["LANG", "LC_ALL", "TZ"]

# The course: formgrader, as the course account. nbgrader wants the service to be called like the course.
c.JupyterHub.load_groups = {
    # nbgrader asks in which course the course account is.
    settings.instructors_group: {"users": [*instructors, settings.account]},
    settings.students_group: {"users": students},
}
c.JupyterHub.services = [
    {
        "name": service,
        "url": f"http://127.0.0.1:{settings.formgrader_port}",
        "command": [
            str(programs / "jupyterhub-singleuser"),
            f"--ServerApp.root_dir={settings.home}",
            "--ServerApp.default_url=/formgrader",
        ],
        "user": settings.account,
        "cwd": str(settings.home),
        "environment": {
            "PATH": c.Spawner.environment["PATH"],
            "HOME": str(settings.home),
            "JUPYTERHUB_USER": settings.account,  # nbgrader asks nobody's groups without it
            "LANG": os.environ.get("LANG", "C.UTF-8"),
        },
        "oauth_client_allowed_scopes": [],
        "oauth_no_confirm": True,
    },
    # setup.py, which tells a running hub who is in which group.
    {"name": "course-hub-setup", "api_token": (settings.state / "setup_token").read_text().strip()},
]
c.JupyterHub.load_roles = [
    {
        "name": "server",  # what a person's server may do in that person's name
        "scopes": [
            "users:activity!user",
            "access:servers!server",
            "read:users!user",
            "list:services",
            f"read:services!service={service}",
        ],
    },
    {
        "name": "see-the-course",
        "groups": [settings.instructors_group, settings.students_group],
        "scopes": ["list:services", f"read:services!service={service}"],
    },
    {
        "name": "grade-the-course",
        "groups": [settings.instructors_group],
        "scopes": [f"access:services!service={service}"],
    },
    {
        "name": "enrol",
        "services": [service, "course-hub-setup"],
        "scopes": ["list:groups", "groups", "read:users:groups", "list:users"],
    },
    {"name": "add-people", "services": ["course-hub-setup"], "scopes": ["admin:users"]},
]
