"""A case as Markdown, HTML, Word or JSON. Whatever a ticket says can only be text in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from agent.errors import UsageError

if TYPE_CHECKING:
    from agent.case import Case
    from agent.render.document import Which

__all__ = ["FORMATS", "Format", "as_", "schema"]

Format = Literal["md", "html", "docx", "json"]
FORMATS: tuple[Format, ...] = ("md", "html", "docx", "json")
_UNSEEN = re.compile("[\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def as_(format: str, case: Case, document: Which = "both") -> str | bytes:  # noqa: A002 - the contract's word
    """Return the case in a format: text for md, html and json, bytes for docx. JSON always holds the whole case.

    A format or document of another name is a UsageError.
    """
    if format == "json":
        return _json(case)
    if document not in ("brief", "package", "both"):
        message = f"There is no document called {document!r}."
        raise UsageError(message, "Use brief, package or both.")
    from agent.render.document import document as made  # noqa: PLC0415 - start-up

    if format == "md":
        from agent.render.markdown import markdown  # noqa: PLC0415 - start-up

        return markdown(made(case, document))
    if format == "html":
        from agent.render.html import html  # noqa: PLC0415 - jinja2 is slow to import

        return html(made(case, document))
    if format == "docx":
        from agent.render.office import docx  # noqa: PLC0415 - python-docx is slow to import

        return docx(made(case, document))
    message = f"There is no format called {format!r}."
    raise UsageError(message, f"Use one of: {', '.join(FORMATS)}.")


def _json(case: Case) -> str:
    """The case as JSON in which no terminal escape or direction sign stands raw; the values are the same."""
    return _UNSEEN.sub(lambda m: f"\\u{ord(m.group()):04x}", case.model_dump_json(indent=2)) + "\n"


def schema() -> dict[str, object]:
    """Return the JSON Schema of what the format json holds."""
    from agent.case import Case  # noqa: PLC0415 - start-up

    made: dict[str, object] = Case.model_json_schema(mode="serialization")
    return made
