"""One HTML file that needs nothing else: no scripts, no links out of it, citations lead to the sources."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agent.render.blocks import Bullets, Fields, Paragraph, Sources, Table, runs
from agent.render.clean import one_line
from agent.render.wording import wording

if TYPE_CHECKING:
    from jinja2 import Template

    from agent.render.blocks import Block, Document, Run

_MAX_TITLE = 240


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - start-up

    environment = Environment(
        loader=PackageLoader("agent.render", "pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("case.html.j2")


def _kind(block: Block) -> str:
    kinds = {Paragraph: "paragraph", Fields: "fields", Table: "table", Bullets: "bullets", Sources: "sources"}
    return kinds[type(block)]


def html(document: Document) -> str:
    """Return the document as one self-contained page."""
    order = {key: f"source-{number}" for number, key in enumerate(document.sources, start=1)}
    shown = {s.id for section in document.sections for b in section.blocks if isinstance(b, Sources) for s in b.items}

    def pieces(text: str) -> list[Run]:
        return list(runs(text, document.sources))

    def hint(key: str) -> str:
        source = document.sources[key]
        return one_line(f"{source.about}: {' … '.join(source.quotes)}")[:_MAX_TITLE]

    return _template().render(
        document=document, anchors=order, shown=shown, pieces=pieces, hint=hint, kind=_kind, line=one_line,
        words=wording(document.lang),
    )  # fmt: skip
