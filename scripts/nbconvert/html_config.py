"""nbconvert's configuration for pages that need no network."""

from pathlib import Path

c = get_config()  # noqa: F821 (given by traitlets)

c.HTMLExporter.template_name = "mle"
c.HTMLExporter.exclude_input_prompt = True
c.HTMLExporter.exclude_output_prompt = True
c.TemplateExporter.extra_template_basedirs = [
    str(Path(__file__).resolve().parent / "templates")
]
c.NbConvertBase.display_data_priority = [
    "application/vnd.vega.v5+json",
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "text/plain",
]
# Lines that arrived one by one are one block, as in JupyterLab.
c.HTMLExporter.preprocessors = [
    "nbconvert.preprocessors.coalescestreams.CoalesceStreamsPreprocessor"
]
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_input_tags = {"output-only"}
