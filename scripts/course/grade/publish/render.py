"""Renders students' texts as HTML that can do nothing in the marker's page.

render.py INPUT OUTPUT: INPUT holds, for each notebook, a list of {"text",
"pictures"}, where pictures are placeholders by the names that the text's
`attachment:` links have; OUTPUT gets lists of HTML, each one line, with a
placeholder wherever the text shows a picture.

Markdown and formulas are rendered by libraries that know no script, and what comes
out is cleaned by one that keeps only what is listed here: no remote pictures, no
addresses but the web's and mail's, no styles. A formula that cannot be rendered, or
a text that takes too long, is shown as it was written.
"""

import html
import json
import re
import signal
import sys
import time
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import tostring

import nh3
from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

MAX_CHARACTERS = 200_000
# Of the processor, so that no other work beside it counts.
MAX_SECONDS = 1
MAX_SECONDS_OF_NOTEBOOK = 10
# How the converter writes symbols; all else in a formula's text is the student's.
SYMBOL = re.compile(r"&amp;(#x[0-9A-Fa-f]+;)")
ADDRESS = re.compile(r"(https?://|mailto:)")

TEXT = "p br hr h1 h2 h3 h4 h5 h6 strong em s blockquote pre code ul ol li a img"
TABLE = "table thead tbody tr th td"
MATH = (
    "math mrow mi mn mo ms mtext mspace msub msup msubsup munder mover munderover "
    "mmultiscripts mprescripts mfrac msqrt mroot mtable mtr mtd menclose mpadded "
    "mphantom mstyle"
)
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "separator", "minsize", "maxsize"},
    "mi": {"mathvariant"},
    "mspace": {"width"},
    "mfrac": {"linethickness"},
    "mtable": {"displaystyle", "columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnalign"},
    "mover": {"accent"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "menclose": {"notation"},
}


class TooLongError(Exception):
    """A text takes longer to render than it may."""


def formula(tex: str, options: dict[str, Any]) -> str:
    display = "block" if options["display_mode"] else "inline"
    # What the converter knows by other names.
    for name, known in (("aligned", "align*"), ("gathered", "gather*")):
        tex = tex.replace("{" + name + "}", "{" + known + "}")
    try:
        element = convert_to_element(tex, display=display)
        return SYMBOL.sub(r"&\1", tostring(element, encoding="unicode"))
    except TooLongError:
        raise
    except Exception:  # of whatever kind: it is the student's formula
        return f"<code>{html.escape(tex)}</code>"


def environment(
    _renderer: object, tokens: Any, index: int, _options: object, _env: object
) -> str:
    return formula(tokens[index].content, {"display_mode": True})


MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
    .enable(["table", "strikethrough"])
    .use(dollarmath_plugin, renderer=formula, double_inline=True)
    .use(amsmath_plugin)
)
MARKDOWN.add_render_rule("amsmath", environment)


def clean(rendered: str, pictures: dict[str, str]) -> str:
    def kept(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) == ("a", "href"):
            return value if ADDRESS.match(value) else None
        if (tag, attribute) != ("img", "src"):
            return value
        return pictures.get(unquote(value.removeprefix("attachment:")))

    return nh3.clean(
        rendered,
        tags=set(f"{TEXT} {TABLE} {MATH}".split()),
        attributes=ATTRIBUTES,
        attribute_filter=kept,
        url_schemes={"http", "https", "mailto", "attachment"},
        link_rel="noopener noreferrer nofollow",
    )


def render(text: str, pictures: dict[str, str], seconds: float) -> str:
    """HTML in one line, so that no part of it is read as Markdown again."""
    named = unquote(text)
    others = "".join(
        f'<p>{quoted(name)}:<br><img src="attachment:{quoted(name)}"></p>'
        for name in pictures
        if f"attachment:{name}" not in named
    )
    safe = clean(within(seconds, text) + others, pictures)
    # The class keeps MathJax from what is left of formulas.
    line = safe.strip().replace("\r", "").replace("\n", "&#10;")
    return f'<div class="tex2jax_ignore">{line}</div>'


def quoted(name: str) -> str:
    return html.escape(name.replace("%", "%25"))


def within(seconds: float, text: str) -> str:
    """A text as HTML, or as it was written where that takes too long."""
    as_written = f"<pre>{html.escape(text[:MAX_CHARACTERS])}</pre>"
    if len(text) > MAX_CHARACTERS or seconds <= 0:
        return as_written

    def stop(_signal: int, _frame: object) -> None:
        raise TooLongError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return str(MARKDOWN.render(text))
    except (TooLongError, RecursionError):
        return as_written
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def render_notebook(cells: list[Any], known: dict[str, str]) -> list[str]:
    """The HTML of each cell; `known` is of texts without pictures before."""
    end = time.process_time() + MAX_SECONDS_OF_NOTEBOOK
    rendered = []
    for cell in cells:
        text, pictures = cell["text"], cell["pictures"]
        safe = None if pictures else known.get(text)
        if safe is None:
            seconds = min(MAX_SECONDS, end - time.process_time())
            safe = render(text, pictures, seconds)
            # Where little time was left, others have more.
            if not pictures and seconds == MAX_SECONDS:
                known[text] = safe
        rendered.append(safe)
    return rendered


def main() -> None:
    given, rendered = sys.argv[1:]
    with open(given, encoding="utf-8") as file:
        notebooks = json.load(file)
    with open(rendered, "w", encoding="utf-8") as file:
        known: dict[str, str] = {}  # what the teacher wrote stands in all of them
        json.dump([render_notebook(cells, known) for cells in notebooks], file)


main()
