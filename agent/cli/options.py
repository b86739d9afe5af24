"""The options, the same words wherever they apply."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer


class Format(StrEnum):
    """How a document is delivered."""

    md = "md"
    json = "json"
    html = "html"
    docx = "docx"


class Document(StrEnum):
    """Which document."""

    brief = "brief"
    package = "package"
    both = "both"


class EngineName(StrEnum):
    """Who reads and writes."""

    auto = "auto"
    rules = "rules"
    openai = "openai"


class Lang(StrEnum):
    """The language of our own words."""

    en = "en"
    zh = "zh"

    @property
    def code(self) -> Literal["en", "zh"]:
        """The code as the core takes it."""
        return "zh" if self is Lang.zh else "en"


Source = Annotated[str, typer.Argument(metavar="[FILE or -]", help="A ticket: a file, or - for standard input.")]
Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE... or -]", help="A ticket: its file or files, or - for standard input."),
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day to compute from (today).")]
FormatOption = Annotated[Format, typer.Option("--format", help="How to deliver.")]
DocumentOption = Annotated[Document, typer.Option("--document", help="The brief, the support package, or both.")]
EngineOption = Annotated[EngineName | None, typer.Option("--engine", help="Who reads and writes.")]
Accounts = Annotated[Path | None, typer.Option("--accounts", metavar="FILE.csv", help="A CRM export to join.")]
AnswersOption = Annotated[Path | None, typer.Option("--answers", metavar="FILE.yaml", help="Answers: FIELD: text.")]
SetOption = Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="One answer; may repeat.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never prompt.")]
LangOption = Annotated[Lang | None, typer.Option("--lang", help="The language of our own words.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="PATH", help="Write here instead of standard output.")]
LibraryOption = Annotated[str | None, typer.Option("--library", metavar="PATH|URL", help="The library of past cases.")]
PolicyOption = Annotated[Path | None, typer.Option("--policy", metavar="FILE.yaml", help="A team's own policy.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 3 when a required input is still missing.")]
InputFormat = Annotated[str | None, typer.Option("--input-format", metavar="NAME", help="Force how it is read.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say how the ticket was read.")]
Model = Annotated[str | None, typer.Option("--model", metavar="NAME", help="The model of the openai engine.")]
MaxCost = Annotated[float | None, typer.Option("--max-cost", metavar="USD", min=0, help="Stop before it costs more.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print what a model would be sent, masked; send nothing.")]
