"""The configuration of JupyterHub, of JupyterLab and of nbgrader, for students and for the course account."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from autograder.hub.settings import LINK, Settings

from . import did, had, write, write_in_home
from .course import check_id
from .services import forget

# What of nbgrader is in JupyterLab. *Course List* and *Formgrader* open formgrader in a frame, which JupyterHub
# forbids: instructors open it from the hub's *Services*, in a tab of its own.
EXTENSIONS = {"assignment_list": True, "validate_assignment": True, "course_list": False, "formgrader": False}
HIDDEN = ("course-list", "create-assignment", "formgrader")


def extensions(**changed: bool) -> str:
    """Jupyter's switches for nbgrader's server extensions."""
    switches = {f"nbgrader.server_extensions.{name}": on for name, on in {**EXTENSIONS, **changed}.items()}
    return json.dumps({"ServerApp": {"jpserver_extensions": switches}}, indent=2) + "\n"


def write_configs(source: Path, settings: Settings, settings_file: Path) -> None:
    """All files; where one of the course account's changed, hub and grader are restarted for it."""
    check_id(settings)
    kit = source / "deploy/hub"
    etc = settings.environment / "etc"
    token = settings.state / "setup_token"
    if not token.exists():
        write(token, secrets.token_hex(32) + "\n", mode=0o600)
    link = settings.environment / LINK
    if not (link.is_symlink() and link.readlink() == settings_file):
        link.unlink(missing_ok=True)
        link.symlink_to(settings_file)
    settings_file.chmod(0o644)
    everybody = {
        etc / "jupyterhub_config.py": (kit / "jupyterhub_config.py").read_text(encoding="utf-8"),
        etc / "jupyter/nbgrader_config.py": (kit / "nbgrader_config.students.py").read_text(encoding="utf-8"),
        etc / "jupyter/jupyter_server_config.json": extensions(),
        etc / "jupyter/labconfig/page_config.json": json.dumps(
            {"disabledExtensions": {f"@jupyter/nbgrader:{name}": True for name in HIDDEN}}, indent=2
        )
        + "\n",
        etc / "jupyter/labconfig/default_setting_overrides.json": (
            source / "config/shared/labconfig/default_setting_overrides.json"
        ).read_text(encoding="utf-8"),
    }
    home = settings.home / ".jupyter"
    account = {
        settings.course / "nbgrader_config_hub.py": (kit / "nbgrader_config.course.py").read_text(encoding="utf-8"),
        home / "nbgrader_config.py": f'c = get_config()\nc.CourseDirectory.root = "{settings.course}"\n',
        home / "jupyter_server_config.json": extensions(formgrader=True, assignment_list=False),
        home / "jupyter_server_config.py": (kit / "jupyter_server_config.course.py").read_text(encoding="utf-8"),
    }
    changed = [write(file, text) for file, text in everybody.items()]
    for file, text in account.items():
        if write_in_home(settings, file, text):
            forget(settings)
            changed.append(True)
    (did if any(changed) else had)("configuration of JupyterHub, JupyterLab and nbgrader")
