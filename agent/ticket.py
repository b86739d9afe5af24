"""What was read: a ticket as messages, record fields and people, each at a place that evidence can point to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Role = Literal["customer", "vendor", "system", "bot", "unknown"]
MessageKind = Literal["message", "record"]
MarkKind = Literal["quoted", "signature", "disclaimer", "noise", "hidden", "log", "masked", "machine", "code"]
UNPROVING: frozenset[MarkKind] = frozenset({"disclaimer", "noise", "hidden", "machine"})
"""Marked text of these kinds proves nothing; `machine` speaks to a machine that reads the ticket."""


class Value(BaseModel):
    """A frozen value whose unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Mark(Value):
    """The half-open range of a message's characters that is not the author's fresh prose, and why."""

    start: int
    end: int
    kind: MarkKind


class Message(Value):
    """One thing that one author said, or (kind `record`) the text of the ticket's own fields.

    `at` is ISO 8601: a date where only the day is known, a time without offset where the zone is not known.
    `public` is false for internal notes, null where the source does not say.
    """

    id: str
    at: str | None = None
    author: str | None = None
    role: Role = "unknown"
    public: bool | None = None
    text: str = ""
    kind: MessageKind = "message"
    marks: tuple[Mark, ...] = ()

    @property
    def day(self) -> date | None:
        """The author's own calendar day, in the zone that the source gave."""
        return date.fromisoformat(self.at[:10]) if self.at else None

    @property
    def moment(self) -> datetime | None:
        """The time as parsed, midnight where only the day is known."""
        return datetime.fromisoformat(self.at) if self.at else None

    def marked(self, start: int, end: int, kinds: frozenset[MarkKind] = UNPROVING) -> bool:
        """Whether any character of the range lies in a mark of these kinds."""
        return any(m.kind in kinds and m.start < end and start < m.end for m in self.marks)


class RecordField(Value):
    """A labelled value of the ticket's record, at its place in a message's text.

    `label` is the label as the source prints it ("Contract end", "CSM", "organization_fields.annual_value").
    `about` names the account that the value belongs to where that is another one than the ticket's own.
    """

    label: str
    value: str
    message: str
    start: int
    end: int
    about: str | None = None


class Party(Value):
    """A person of the thread: where the name stands, and the title where one stands with it (offsets in `message`)."""

    name: str
    role: Role = "unknown"
    title: str | None = None
    company: str | None = None
    email: str | None = None
    message: str | None = None
    start: int | None = None
    end: int | None = None


class Ticket(Value):
    """One ticket as read. `digest` is the SHA-256 of the bytes it was read from; equal bytes give equal tickets."""

    id: str | None = None
    subject: str | None = None
    source_format: str
    format_reason: str | None = None
    digest: str
    messages: tuple[Message, ...]
    fields: tuple[RecordField, ...] = ()
    people: tuple[Party, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def case_id(self) -> str:
        """The id of the case drafted from these bytes."""
        return f"case-{self.digest[:12]}"

    def message(self, message_id: str) -> Message | None:
        """Return the message of that id, or null."""
        return next((m for m in self.messages if m.id == message_id), None)

    @property
    def last_day(self) -> date | None:
        """The latest day on which anybody wrote."""
        return max((m.day for m in self.messages if m.day), default=None)
