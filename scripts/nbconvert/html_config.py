"""nbconvert's configuration for pages that need no network."""

from pathlib import Path

c = get_config()  # noqa: F821 (given by traitlets)

_here = Path(__file__).resolve().parent

c.HTMLExporter.template_name = "mle"
c.TemplateExporter.extra_template_basedirs = [str(_here / "templates")]
# The template takes scripts from node_modules.
c.TemplateExporter.extra_template_paths = [str(_here.parent.parent)]
c.NbConvertBase.display_data_priority = [
    "application/vnd.vegalite.v5+json",
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "text/plain",
]
