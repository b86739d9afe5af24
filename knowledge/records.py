"""What the library keeps and finds: records of past escalations, and the hits of a search."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, ValidationError, model_validator

from knowledge.errors import RecordError
from knowledge.identifiers import identifiers, names

if TYPE_CHECKING:
    from pathlib import Path

PROSE = ("title", "problem", "cause")
"""The fields that a search compares; how it ended does not make two escalations alike."""
RESERVED = frozenset({"score", "cosine", "shared", "why", "precedent"})


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_day(value: object) -> object:
    return value[:10] if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d[T ]", value) else value


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_as_text)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_tuple)]


class Record(BaseModel):
    """One past escalation. Only `id` and one of `title` and `problem` are due; further keys are kept as they are.

    `threads` are the ids of the tickets it was about (a search for one of them leaves it out), `aliases` other names of
    the account (never printed), `trade` what the account does in a word or two (printed instead of its name).
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, JsonValue] = Field(init=False)

    id: Annotated[Text, Field(min_length=1, max_length=200)]
    title: str = ""
    problem: str = ""
    cause: str | None = None
    resolution: str | None = None
    concession: str | None = None
    outcome: str | None = None
    time_to_resolve_days: Annotated[float, Field(ge=0)] | None = None
    account: str | None = None
    aliases: Texts = ()
    trade: str | None = None
    product: str | None = None
    closed_on: Annotated[date | None, BeforeValidator(_as_day)] = None
    type: str | None = None
    level: str | None = None
    severity: str | None = None
    lang: str | None = None
    threads: Texts = ()

    @model_validator(mode="after")
    def _says_something(self) -> Record:
        if not self.title.strip() and not self.problem.strip():
            message = "title and problem are both empty"
            raise ValueError(message)
        return self

    @property
    def body(self) -> str:
        """The record as canonical JSON: equal records have equal bodies."""
        kept = {
            k: v for k, v in self.model_dump(mode="json").items() if v not in (None, "", [], ()) and k not in RESERVED
        }
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)

    @property
    def parts(self) -> dict[str, str]:
        """The texts that a search compares, by name: each prose field and all of them together (`whole`)."""
        texts = {name: " ".join((getattr(self, name) or "").split()) for name in PROSE}
        texts = {name: text for name, text in texts.items() if text}
        whole = "\n".join(texts.values())
        return texts if len(texts) == 1 else {"whole": whole, **texts}

    @property
    def identifiers(self) -> frozenset[str]:
        """The identifiers anywhere in the record but its own id, and the names that count when asked for alone."""
        values = [v for k, v in json.loads(self.body).items() if k not in ("id", "closed_on", "lang")]
        text = "\n".join(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in values)
        return identifiers(text) | names(text)


class Hit(Record):
    """A record found. `precedent` is false below the calibrated score: like it in words, not in kind.

    Not safe to print as it is: `knowledge.printable.printable` withholds the name of the account.
    """

    score: float
    cosine: float
    shared: tuple[str, ...] = ()
    why: str
    precedent: bool

    def __getitem__(self, name: str) -> object:
        """Read a field as from a mapping."""
        try:
            return getattr(self, name)
        except AttributeError:
            raise KeyError(name) from None


class Exclude(BaseModel):
    """What a search leaves out: these ids or threads, and what was not closed by the end of `closed_after`.

    With `closed_after`, a record whose closing day is unknown is left out too: it cannot be shown to be earlier.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    threads: frozenset[str] = frozenset()
    closed_after: date | None = None

    def leaves_out(self, record: Record) -> bool:
        """Whether the record is one of those."""
        if self.closed_after and (record.closed_on is None or record.closed_on > self.closed_after):
            return True
        own = {name.strip().casefold() for name in (record.id, *record.threads)}
        return not own.isdisjoint(name.strip().casefold() for name in self.threads)

    @classmethod
    def of(cls, value: Exclude | Iterable[str] | str | None) -> Exclude:
        """Take ids alone as threads to leave out."""
        if isinstance(value, Exclude):
            return value
        return cls(threads=frozenset([value] if isinstance(value, str) else value or ()))


class Learned(NamedTuple):
    """How many records are new, have taken the place of one with the same id, and were there already."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0

    @property
    def stored(self) -> int:
        """How many records were written."""
        return self.new + self.replaced


class Prepared(NamedTuple):
    """A record with all that is derived from it; `digests` name the texts' vectors."""

    record: Record
    body: str
    digests: dict[str, str]
    identifiers: frozenset[str]


def prepare(record: Record) -> Prepared:
    """Derive what is stored and searched."""
    digests = {part: text_digest(text) for part, text in record.parts.items()}
    return Prepared(record, record.body, digests, record.identifiers)


def text_digest(text: str) -> str:
    """Name a text; equal texts have one vector."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def as_record(value: Record | Mapping[str, object], where: str) -> Record:
    """Validate a record; RecordError names `where` and the first field that is wrong."""
    if isinstance(value, Hit) or not isinstance(value, Record):
        value = value.model_dump(exclude=set(RESERVED)) if isinstance(value, Hit) else value
        if not isinstance(value, Mapping):
            message = f"{where} is not a record but {type(value).__name__}."
            raise RecordError(message, "Give an object with at least `id` and `title` or `problem`.")
        try:
            return Record.model_validate({k: v for k, v in value.items() if k not in RESERVED})
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            detail = f"{field}: {first['msg']}" if field else first["msg"].removeprefix("Value error, ")
            message = f"{where} cannot be stored: {detail}."
            raise RecordError(message, "Correct that field and give the records again; nothing was stored.") from error
    return value


def read_records(path: Path) -> list[Record]:
    """Read records from JSON lines (or one JSON array); RecordError names the file and the line."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read: {error}"
        raise RecordError(message, "Give a JSONL file in UTF-8, one past escalation a line.") from error
    if text.lstrip().startswith("["):
        return [as_record(v, f"{path}, item {n}") for n, v in enumerate(_array(text, path), 1)]
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not numbered:
        message = f"{path} is empty."
        raise RecordError(message, "Give a JSONL file with one past escalation a line.")
    return [as_record(_line(line, f"{path}, line {n}"), f"{path}, line {n}") for n, line in numbered]


def _line(line: str, where: str) -> Mapping[str, object]:
    try:
        value: Mapping[str, object] = json.loads(line)
    except ValueError as error:
        message = f"{where} is not JSON: {error}."
        raise RecordError(message, "Write each record as one JSON object on a line of its own.") from error
    return value


def _array(text: str, path: Path) -> list[Mapping[str, object]]:
    try:
        value: list[Mapping[str, object]] = json.loads(text)
    except ValueError as error:
        message = f"{path} is not JSON: {error}."
        raise RecordError(message, "Write one JSON object a line, or one array of objects.") from error
    return value
