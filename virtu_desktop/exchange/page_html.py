"""A page as one HTML file: no script, nothing from outside, pictures inside, good to print (R2).

What people typed is escaped by the template's engine; the file's own policy allows nothing but its
own style sheet. The same page gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache

import jinja2
from markupsafe import Markup

from virtu_desktop.assets import resource
from virtu_desktop.exchange.record_page import Page
from virtu_desktop.exchange.svg import Picture
from virtu_desktop.i18n import Translator


def page_html(page: Page, tr: Translator) -> bytes:
    """Return the page as HTML, UTF-8."""
    style = resource("report", "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    html = _template().render(
        page=page,
        style=Markup(style),
        style_hash=f"sha256-{digest}",
        svg=_svg,
        words={
            "skip": tr("Skip to the content"),
            "figures": tr("Figures"),
            "contents": tr("Contents"),
        },
    )
    return _without_controls(html).encode("utf-8", "replace")


def _svg(picture: Picture) -> Markup:
    """Return a picture's own SVG; its texts were escaped when it was drawn."""
    return Markup(picture.svg)


def _without_controls(html: str) -> str:
    """Return a text without the control characters that HTML does not allow."""
    return "".join(
        letter
        for letter in html
        if letter in "\n\t" or not (letter < " " or "\x7f" <= letter < "\xa0")
    )


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=False,
        keep_trailing_newline=True,
    )
    return environment.from_string(
        resource("report", "page.html.jinja").read_text(encoding="utf-8")
    )
