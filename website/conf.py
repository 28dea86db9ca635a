"""Sphinx's configuration. Nothing is fetched, neither while building nor while reading."""

project = "Convolutions from scratch"
html_title = project
extensions = ["myst_nb", "website.extension"]
exclude_patterns = ["parts", "downloads"]

# `website.sources` has run what is to be run.
nb_execution_mode = "off"
# Widgets need a kernel, and their scripts come from elsewhere.
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_merge_streams = True
myst_enable_extensions = ["dollarmath"]
html_math_renderer = "mathml"

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_domain_indices = False
html_use_index = False
# A summary would have to be fetched, which a browser refuses to pages that are opened from a disk.
html_show_search_summary = False
