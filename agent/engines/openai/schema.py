"""The shapes a model answers in: strict JSON schemas, and the values that their JSON is read into.

Every field is required and may be null; quotes come before the value that they prove, so that the model looks first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agent.ticket import Value

Json = dict[str, object]
Per = Literal["month", "quarter", "year"]
_TEXT: Json = {"type": "string"}
_MAYBE: Json = {"type": ["string", "null"]}


@dataclass(frozen=True)
class Shape:
    """A named schema; `asked` is how the API takes it."""

    name: str
    schema: Json

    @property
    def asked(self) -> Json:
        """The schema as a response format."""
        return {"name": self.name, "strict": True, "schema": self.schema}


def record(**properties: object) -> Json:
    """Return the schema of an object with these properties, all required and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def listed(items: object) -> Json:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def maybe(name: str) -> Json:
    """Return the schema of a definition or null."""
    return {"anyOf": [{"$ref": f"#/$defs/{name}"}, {"type": "null"}]}


# -- reading ----------------------------------------------------------------------------------------------------------


class SaidQuote(Value):
    """Words of one message."""

    message: str
    quote: str


class SaidText(Value):
    """A text with the quotes that prove it."""

    quotes: tuple[SaidQuote, ...]
    value: str


class SaidAmount(Value):
    """What the account pays, as stated."""

    quotes: tuple[SaidQuote, ...]
    amount: float
    currency: str
    per: Per


class SaidEvent(Value):
    """One line of the timeline."""

    quotes: tuple[SaidQuote, ...]
    date: str
    event: str
    who: str | None


class SaidAction(Value):
    """What our side has done."""

    quotes: tuple[SaidQuote, ...]
    action: str
    by: str | None
    date: str | None
    outcome: str | None


class SaidPromise(Value):
    """What our side said it would do."""

    quotes: tuple[SaidQuote, ...]
    text: str
    by: str | None
    due: str | None


class SaidSignal(Value):
    """A signal and the words that show it. The names stand in the prompt; listed again here they would cost tokens."""

    name: str
    message: str
    quote: str


TEXT_FIELDS = (
    "account_name", "account_tier", "csm", "account_owner", "contact_name", "contact_role", "nature", "root_cause",
    "renewal_date", "renewal_risk",
)  # fmt: skip


class ReadAnswer(Value):
    """The form, filled in."""

    account_name: SaidText | None
    account_tier: SaidText | None
    arr: SaidAmount | None
    csm: SaidText | None
    account_owner: SaidText | None
    contact_name: SaidText | None
    contact_role: SaidText | None
    nature: SaidText | None
    customer_ask: tuple[SaidText, ...]
    root_cause: SaidText | None
    renewal_date: SaidText | None
    renewal_risk: SaidText | None
    timeline: tuple[SaidEvent, ...]
    actions_taken: tuple[SaidAction, ...]
    promises: tuple[SaidPromise, ...]
    signals: tuple[SaidSignal, ...]


def _reading() -> Json:
    quotes = listed({"$ref": "#/$defs/quote"})
    text: object = maybe("text")
    form: Json = dict.fromkeys(("account_name", "account_tier"), text)
    form |= {"arr": maybe("amount")}
    form |= dict.fromkeys(("csm", "account_owner", "contact_name", "contact_role", "nature"), text)
    form |= {"customer_ask": listed({"$ref": "#/$defs/text"})}
    form |= dict.fromkeys(("root_cause", "renewal_date", "renewal_risk"), text)
    form |= {
        "timeline": listed(record(quotes=quotes, date=_TEXT, event=_TEXT, who=_MAYBE)),
        "actions_taken": listed(record(quotes=quotes, action=_TEXT, by=_MAYBE, date=_MAYBE, outcome=_MAYBE)),
        "promises": listed(record(quotes=quotes, text=_TEXT, by=_MAYBE, due=_MAYBE)),
        "signals": listed(record(message=_TEXT, quote=_TEXT, name=_TEXT)),
    }
    amount = record(
        quotes=quotes, amount={"type": "number"}, currency=_TEXT,
        per={"type": "string", "enum": ["month", "quarter", "year"]},
    )  # fmt: skip
    quote = record(message=_TEXT, quote=_TEXT)
    return record(**form) | {"$defs": {"quote": quote, "text": record(quotes=quotes, value=_TEXT), "amount": amount}}


READING = Shape("reading", _reading())


# -- writing ----------------------------------------------------------------------------------------------------------


class SaidRow(Value):
    """The text of a slot."""

    slot: str
    text: str


class WriteAnswer(Value):
    """The prose: two stories by sentences, and the rows."""

    what_happened: tuple[str, ...]
    problem_narrative: tuple[str, ...]
    rows: tuple[SaidRow, ...]


WRITING = Shape(
    "writing",
    record(what_happened=listed(_TEXT), problem_narrative=listed(_TEXT), rows=listed(record(slot=_TEXT, text=_TEXT))),
)
