"""A Word file: headings, tables, and citations that jump to their source inside the file."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from agent.render.blocks import Bullets, Fields, Paragraph, Sources, Table, runs
from agent.render.clean import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph as WordParagraph

    from agent.render.blocks import Block, Document, Source

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the time of writing: the same case gives the same words, whenever it is rendered."""
_LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
_ILLEGAL = dict.fromkeys([0xFFFE, 0xFFFF])


def docx(document: Document) -> bytes:
    """Return the document as the bytes of a Word file."""
    from docx import Document as new_word  # noqa: N813, PLC0415 - start-up

    word = new_word()
    writer = _Writer(word, document)
    writer.write()
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _legal(text: str) -> str:
    """The line without what XML 1.0 forbids."""
    return one_line(text).translate(_ILLEGAL)


class _Writer:
    def __init__(self, word: Word, document: Document) -> None:
        self.word = word
        self.document = document
        self.anchors = {key: f"source_{number}" for number, key in enumerate(document.sources, start=1)}

    def write(self) -> None:
        document, about = self.document, self.word.core_properties
        about.title, about.author = _legal(document.title)[:255], ""
        about.language = _LANGUAGES.get(document.lang, document.lang)
        about.created = about.modified = _EPOCH
        self.word.add_heading(_legal(document.title), level=0)
        status = self.word.add_paragraph()
        for number, (name, value) in enumerate(document.status):
            status.add_run(f"{' · ' if number else ''}{_legal(name)} ")
            status.add_run(_legal(value)).bold = True
        self.word.add_paragraph(_legal(document.subtitle))
        for section in document.sections:
            self.word.add_heading(_legal(section.title), level=section.level - 1)
            for block in section.blocks:
                self.block(block)

    def block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self.text(self.word.add_paragraph(), block.text)
        elif isinstance(block, Fields):
            self.grid([(_legal(name), value) for name, value in block.rows], header=None)
        elif isinstance(block, Table):
            self.grid(block.rows, header=block.header)
        elif isinstance(block, Bullets):
            for item in block.items:
                self.text(self.word.add_paragraph(style="List Number" if block.ordered else "List Bullet"), item)
        else:
            self.sources(block)

    def grid(self, rows: Sequence[tuple[str, ...]], header: tuple[str, ...] | None) -> None:
        columns = len(header or (rows[0] if rows else ()))
        if not columns:
            return
        table = self.word.add_table(rows=0, cols=columns, style="Table Grid")
        if header:
            for cell, name in zip(table.add_row().cells, header, strict=True):
                cell.paragraphs[0].add_run(_legal(name)).bold = True
        for row in rows:
            for number, (cell, value) in enumerate(zip(table.add_row().cells, row, strict=True)):
                self.text(cell.paragraphs[0], value, bold=header is None and number == 0)
        self.word.add_paragraph()

    def sources(self, block: Sources) -> None:
        for source in block.items:
            self.source(source)

    def source(self, source: Source) -> None:
        paragraph = self.word.add_paragraph()
        self.bookmark(paragraph, self.anchors[source.id])
        paragraph.add_run(f"[{_legal(source.id)}] ").bold = True
        paragraph.add_run(_legal(source.about))
        for quote in source.quotes:
            self.word.add_paragraph(f"“{_legal(quote)}”", style="Quote")

    def text(self, paragraph: WordParagraph, text: str, *, bold: bool = False) -> None:
        for run in runs(text, self.document.sources):
            if run.cites:
                self.citation(paragraph, run.text, self.anchors[run.cites])
            else:
                paragraph.add_run(run.text.translate(_ILLEGAL)).bold = bold or None

    def citation(self, paragraph: WordParagraph, text: str, anchor: str) -> None:
        from docx.oxml import OxmlElement  # noqa: PLC0415 - start-up
        from docx.oxml.ns import qn  # noqa: PLC0415 - start-up

        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), anchor)
        link.append(paragraph.add_run(text)._r)  # noqa: SLF001 - python-docx has no public way to link inside the file
        paragraph._p.append(link)  # noqa: SLF001 - as above

    def bookmark(self, paragraph: WordParagraph, name: str) -> None:
        from docx.oxml import OxmlElement  # noqa: PLC0415 - start-up
        from docx.oxml.ns import qn  # noqa: PLC0415 - start-up

        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), name.removeprefix("source_"))
            if tag.endswith("Start"):
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)  # noqa: SLF001 - as above
