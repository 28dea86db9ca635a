"""Sphinx's configuration. Nothing is downloaded, neither while building nor while reading."""

project = "Convolutions from scratch"
html_title = project
extensions = ["myst_nb", "website.extension"]
exclude_patterns = ["parts", "downloads"]

# `website.sources` runs the cells.
nb_execution_mode = "off"
# Widgets need a kernel and scripts from another site.
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
# Summaries are fetched by a script, which a browser refuses for pages that are opened from a disk.
html_show_search_summary = False
