"""A class on a JupyterHub: the settings of deploy/hub, and what `doctor --hub` looks at.

The standard library has to do for `settings` and `people`: deploy/hub/setup.py reads them before anything is installed.
"""
