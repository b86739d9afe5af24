"""What the customer explicitly asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.engines.rules.wording import is_item, joined, opens, substantial

if TYPE_CHECKING:
    from agent.claims import Claim
    from agent.engines.rules.scene import Scene
    from agent.engines.rules.view import Sentence
    from agent.facts import Source
    from agent.ticket import Message

_MAX_ASKS = 12
_ASKING_MESSAGES = 3
_TOO_SHORT, _BEFORE = 120, 3
_HEADING = 8
_CODE = re.compile(
    r"</?[a-z!]|-->|\[{2,}|[{}]|```|\w+\(\w*[\"'(]|\blambda\b|\bimport \w+$|\bDROP TABLE\b|\bRegistrant\b",
    re.IGNORECASE,
)
"""Markup, code and records of machines: nobody asks in it."""


def ask_claims(scene: Scene) -> list[Claim]:
    """Everything the customer explicitly asks for: asking sentences, and the lists that an asking line opens.

    A message that lists its asks stands for all before it; else the asks of the last asking messages count together.
    """
    rounds: list[tuple[bool, list[Sentence]]] = []
    for message in scene.view.spoken:
        line = [
            s
            for s in scene.view.by_message[message.id]
            if not s.message.marked(s.start, s.end) and not _CODE.search(s.text)
        ]
        listed, asked = _asked_in(scene, message, line)
        asked = [s for s in asked if substantial(s) or is_item(s)]
        if asked:
            rounds.append((listed, asked))
    first = max((i for i, (listed, _) in enumerate(rounds) if listed), default=max(0, len(rounds) - _ASKING_MESSAGES))
    chosen = [s for _, asked in rounds[first:] for s in asked]
    if not chosen:
        chosen = [s for s in scene.view.prose if s.role == "vendor" and _reported(scene, s) and substantial(s)]
    if chosen and not any(listed for listed, _ in rounds) and _length(chosen) < _TOO_SHORT:
        chosen = _with_context(scene, chosen)
    source: Source = "customer" if any(s.role == "customer" for s in chosen) else "vendor"
    return joined(scene, "customer_ask", chosen[-_MAX_ASKS:], source)


def _with_context(scene: Scene, chosen: list[Sentence]) -> list[Sentence]:
    """The asks with what the customer says around them: "can somebody look please" alone tells nobody at what."""
    holding = {s.message.id for s in chosen}
    said = [s for s in scene.view.prose if s.role == "customer" and substantial(s) and scene.tellable(s)]
    around = [s for s in said if s.message.id in holding or s in chosen]
    if _length(around) < _TOO_SHORT:
        first = said.index(around[0]) if around and around[0] in said else 0
        around = [*said[max(0, first - _BEFORE) : first], *around]
    return around or chosen


def _length(sentences: list[Sentence]) -> int:
    """How much is said, in letters of an alphabet: a CJK character says as much as three."""
    return sum(3 if c > "\u2e80" else 1 for s in sentences for c in s.text)


def _asked_in(scene: Scene, message: Message, line: list[Sentence]) -> tuple[bool, list[Sentence]]:
    """The asking sentences of one message, and whether they form a list that an asking line opens."""
    opened = taken = listed = goes_on = False
    out: list[Sentence] = []
    items = [s for s in line if is_item(s)]
    asking = any(scene.has(s, "ask") for s in line) or (_opened(line, items) and any(scene.dates(s) for s in items))
    numbered = len(items) >= 2 and asking  # noqa: PLR2004 - a list
    for sentence in line:
        same_line = "\n" not in message.text[max(0, sentence.start - 1) : sentence.start]
        item = is_item(sentence) or (opened and same_line and goes_on)
        heading = scene.has(sentence, "ask_heading") and (opens(sentence) or _counts_things(sentence))
        heading = heading and (sentence.role != "vendor" or _their_heading(scene, sentence))
        by_customer = sentence.role == "customer" or (message.role == "vendor" and opened and item)
        in_list = (
            item
            and by_customer
            and (opened or (numbered and is_item(sentence) and (listed or not _past(scene, sentence))))
        )
        wanted = (
            in_list or (scene.has(sentence, "ask") and _asks(scene, sentence)) or (taken and _deadline(scene, sentence))
        )
        opening = sentence.role == "customer" and (heading or (numbered and opens(sentence)))
        wanted = wanted or (opening and _deadline(scene, sentence))
        taken = by_customer and wanted and not scene.foreign(sentence) and not scene.has(sentence, "ask_courtesy")
        if taken:
            out.append(sentence)
            listed = listed or (in_list and by_customer)
        goes_on = heading or taken
        opened = heading or (opened and (item or not substantial(sentence)))
    return listed, out


def _opened(line: list[Sentence], items: list[Sentence]) -> bool:
    """Whether the line in front of a customer's list opens it with a colon."""
    if not items or items[0].role != "customer":
        return False
    before = [s for s in line if s.start < items[0].start]
    return bool(before) and opens(before[-1])


def _counts_things(sentence: Sentence) -> bool:
    """Whether a short sentence announces what follows ("Two things please.")."""
    return len(sentence.text.split()) <= 6  # noqa: PLR2004 - short


def _their_heading(scene: Scene, sentence: Sentence) -> bool:
    """Whether our side's short line announces what the customer wants."""
    words = len(sentence.text.split())
    if scene.has(sentence, "their_heading") and (sentence.text.startswith("#") or words <= _HEADING):
        return words <= 2 * _HEADING
    return scene.has(sentence, "third_person") and words <= _HEADING


def _past(scene: Scene, sentence: Sentence) -> bool:
    day = sentence.message.day
    found = [d.value for d in scene.dates(sentence) if d.value]
    return bool(found) and day is not None and all(d < day for d in found)


def _deadline(scene: Scene, sentence: Sentence) -> bool:
    """Whether the sentence after an ask names the day by which."""
    named = scene.dates(sentence)
    return scene.has(sentence, "deadline") and any(d.value for d in named)


def _reported(scene: Scene, sentence: Sentence) -> bool:
    """Whether our side tells there that the customer asks for something; that nobody asked is no ask."""
    return any(not scene.negated(h) for h in scene.within(sentence, "reported_ask"))


def _asks(scene: Scene, sentence: Sentence) -> bool:
    return any(not scene.negated(h) for h in scene.within(sentence, "ask"))
