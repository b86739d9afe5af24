"""A model's answer to a yes-or-no question on a piece of a brief, with the words that decide.

The quote is looked up by code: a verdict whose quote does not stand in the material counts as an abstention.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar, get_args

from pydantic import BaseModel

from agent.engines.openai import errors as e
from agent.engines.openai.schema import Shape, record
from agent.ticket import Value
from prompts import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from agent.engines.openai.patience import Patience
    from agent.engines.openai.wire import Answered
    from agent.settings import Settings
    from prompts import Message, Prompt

Question = Literal["fair_position", "quote_supports", "summary_faithful", "summary_useful"]
QUESTIONS: tuple[Question, ...] = get_args(Question)
Said = Literal["yes", "no", "abstain"]
PIECES: dict[Question, tuple[str, str]] = {
    "fair_position": ("thread", "position"),
    "quote_supports": ("source", "claim"),
    "summary_faithful": ("thread", "summary"),
    "summary_useful": ("thread", "summary"),
}
"""What a question is asked about: what it is measured by, then what is judged."""
UNUSABLE = (
    e.RefusedError, e.FilteredError, e.CutShortError, e.EmptyAnswerError, e.MalformedAnswerError, e.WrongShapeError,
)  # fmt: skip
"""The model was reached and gave nothing usable on this item: an abstention. Other errors go to the caller."""

T = TypeVar("T", bound=BaseModel)
_SHORTEST_FENCE = 5
_LEAST = 2
_JUDGING = Shape(
    "judging",
    record(
        quote={"type": ["string", "null"]},
        reason={"type": "string"},
        verdict={"type": "string", "enum": list(get_args(Said))},
    ),
)


class Answer(Value):
    """What the model says."""

    quote: str | None
    reason: str
    verdict: Said


class Verdict(Value):
    """What counts: yes, no or abstain, the words that decide, and why in one sentence.

    `dropped` is the model's verdict that does not count since its quote is missing or stands nowhere.
    """

    verdict: Said
    quote: str | None = None
    reason: str
    dropped: Said | None = None

    @property
    def holds(self) -> bool | None:
        """True for yes, false for no, null for an abstention."""
        return None if self.verdict == "abstain" else self.verdict == "yes"


class Asks(Protocol):
    """What a judge needs of a chat model; `agent.engines.openai.chat.Chat` is one."""

    def ask(self, purpose: str, messages: Sequence[Message], shape: Shape, kind: type[T]) -> T:
        """Return the model's answer as `kind`; a ModelError says what stood in the way."""
        ...


@dataclass(frozen=True)
class Judge:
    """Judges with a chat model."""

    chat: Asks

    def ask(self, question: Question, material: Mapping[str, str], *, swapped: bool = False) -> Verdict:
        """Return the verdict on the material, whose pieces are those of `PIECES`; `swapped` shows the judged one first.

        A ModelError says that the model could not be used; an answer that cannot be used is an abstention.
        """
        messages = request(question, material, swapped=swapped)
        try:
            said = self.chat.ask(f"judge_{question}", messages, _JUDGING, Answer)
        except UNUSABLE as error:
            return Verdict(verdict="abstain", reason=error.message)
        return checked(said, material)

    @property
    def prompts(self) -> dict[str, str]:
        """Version and hash of each prompt that is used."""
        return {f"judge_{question}": prompt_of(question).mark for question in QUESTIONS}


def judge_of(
    settings: Settings,
    *,
    model: str | None = None,
    max_cost: float | None = None,
    answered: Answered | None = None,
    patience: Patience | None = None,
) -> Judge | None:
    """Return the judge on the openai engine; null where neither a key nor an endpoint is set: nothing is then scored.

    `max_cost` is in US dollars; `answered` keeps what was answered, so that a second run costs nothing.
    """
    if not (settings.api_key or settings.base_url):
        return None
    from agent.engines.openai.chat import DEFAULT_MODEL, Chat  # noqa: PLC0415 - start-up
    from agent.engines.openai.ledger import Ledger  # noqa: PLC0415 - as above
    from agent.engines.openai.patience import Patience  # noqa: PLC0415 - as above

    name = model or settings.model or DEFAULT_MODEL
    return Judge(
        Chat(
            Ledger(name, max_cost),
            name,
            settings.api_key,
            settings.base_url,
            patience=patience or Patience(),
            answered=answered,
        )
    )


def prompt_of(question: Question) -> Prompt:
    """Return the question's prompt."""
    return load(f"judge_{question}")


def request(question: Question, material: Mapping[str, str], *, swapped: bool = False) -> tuple[Message, ...]:
    """Return what is sent: the question's own text first, then the pieces between fences that stand in none of them."""
    names = PIECES[question]
    runs = [len(run) for name in names for run in re.findall("~+", material[name])]
    fence = "~" * max([_SHORTEST_FENCE, *(run + 1 for run in runs)])
    shown = [f"{fence} {name}\n{material[name].strip()}" for name in (names[::-1] if swapped else names)]
    return prompt_of(question).fill(pieces="\n".join(shown), fence=fence)


def checked(said: Answer, material: Mapping[str, str]) -> Verdict:
    """Return the verdict where its quote stands in the material, an abstention where not."""
    if said.verdict == "abstain":
        quote = said.quote if said.quote and stands_in(said.quote, material.values()) else None
        return Verdict(verdict="abstain", quote=quote, reason=said.reason)
    if said.quote and stands_in(said.quote, material.values()):
        return Verdict(verdict=said.verdict, quote=said.quote, reason=said.reason)
    why = f"its quote {json.dumps(said.quote, ensure_ascii=False)} is not in the material" if said.quote else "no quote"
    return Verdict(verdict="abstain", reason=f"Not counted: {why}. {said.reason}", dropped=said.verdict)


def stands_in(quote: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts holds the quote, with whole words; typography and line breaks are forgiven."""
    from agent.values.typography import folded  # noqa: PLC0415 - start-up

    whole = folded(quote).text.strip()
    needles = {n for n in (whole, whole.strip("'").strip()) if sum(c.isalnum() for c in n) >= _LEAST}
    return any(_holds(folded(text).text, needle) for text in texts for needle in needles)


def _holds(text: str, needle: str) -> bool:
    at = text.find(needle)
    while at >= 0:
        if not (_joined(text, at) or _joined(text, at + len(needle))):
            return True
        at = text.find(needle, at + 1)
    return False


def _joined(text: str, at: int) -> bool:
    """Whether the position lies inside a word or number of a script that separates words."""
    around = text[at - 1 : at + 1] if at else ""
    return len(around) == 2 and all(c.isalnum() and c < "\u0590" for c in around)  # noqa: PLR2004 - both sides
