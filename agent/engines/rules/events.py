"""What happened and when, and what our side has done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.claims import Claim
from agent.engines.rules.wording import flat, is_item, joined, opens, source_of, substantial
from agent.facts import ActionTaken, TimelineEntry
from agent.values import dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.engines.rules.scene import Scene
    from agent.engines.rules.view import Sentence
    from agent.ticket import Message

_MAX_TIMELINE = 40
_ACKNOWLEDGED = re.compile(
    r"^\W*(?:收到|好的|明白|了解|ok\b|okay\b|noted\b|received\b|thanks\b|merci\b|danke\b|承知)", re.IGNORECASE
)
_THIN = 24
_COURTESY = re.compile(
    r"^\W*(?:thank you for|thanks for|hope (?:you|this)|i hope|trust this|vielen dank für|danke für|merci (?:pour|de)|"
    r"gracias por|grazie per|obrigad[oa] p|bedankt voor|dziękuję za|tack för|takk for|tak for)|"
    r"お世話になって|お疲れ様|您好[，,！!。]?$|辛苦了|안녕하세요|감사합니다[.!]?$",
    re.IGNORECASE,
)
_TELLING = (
    "product_fault", "core_workflow_blocked", "service_down", "data_at_risk", "action_done", "cause_found",
    "notice_given", "legal_threat", "press_threat", "customer_exec", "workaround_refused", "sla_breached",
    "dissatisfied", "ask", "apology_made",
)  # fmt: skip


def nature_claims(scene: Scene) -> list[Claim]:
    """What happened, as the customer first put it; as our side put it where no customer wrote.

    A message that only says hello, thanks, or that something was received tells nothing of it.
    """
    for role in ("customer", "vendor", "unknown"):
        told = [(m, line) for m in scene.view.spoken if (line := _told(scene, m, role))]
        if told:
            message, line = next((t for t in told if not _thin(t[1])), told[0])
            return joined(scene, "nature", line[:3], source_of(message, line[0]))
    return []


def _thin(line: list[Sentence]) -> bool:
    """Whether what is told is a receipt, or too short to tell anything; a CJK character says as much as three."""
    size = sum(3 if c > "\u2e80" else 1 for s in line for c in s.text)
    return size < _THIN or bool(_ACKNOWLEDGED.search(line[0].text))


def _told(scene: Scene, message: Message, role: str) -> list[Sentence]:
    """What a message tells in that role: without courtesies, and without asks where it holds anything else."""
    line = [s for s in scene.view.by_message[message.id] if s.role == role and substantial(s) and scene.tellable(s)]
    line = [s for s in line if not _COURTESY.search(s.text)] or line
    return [s for s in line if not scene.has(s, "ask", "ask_courtesy")] or line


def action_claims(scene: Scene) -> list[Claim]:
    """What our side says it has done: past actions, and the items under a heading that says so."""
    out: list[Claim] = []
    for message in scene.view.spoken:
        if message.role != "vendor":
            continue
        under = False
        for sentence in scene.view.by_message[message.id]:
            if sentence.role != "vendor" or message.marked(sentence.start, sentence.end):
                continue
            heading = opens(sentence) or len(sentence.text) < 40  # noqa: PLR2004 - a heading is short
            if heading and scene.has(sentence, "action_heading"):
                under = not scene.has(sentence, "not_done")
                if len(sentence.text.split()) < 5:  # noqa: PLR2004 - the heading alone
                    continue
            elif sentence.text.startswith("#") or scene.has(sentence, "not_done"):
                under = False
            if ((under and is_item(sentence)) or _done(scene, sentence)) and _acts(scene, sentence):
                out.append(_action(scene, message, sentence))
    return out


def _done(scene: Scene, sentence: Sentence) -> bool:
    """Whether a past action stands in the sentence, and before any word of the cause."""
    deeds = [h.start for h in scene.within(sentence, "action_done", "apology_made") if not scene.negated(h)]
    causes = [h.start for h in scene.within(sentence, "cause_found", "cause_hint")]
    return bool(deeds) and (not causes or min(deeds) <= min(causes))


def _acts(scene: Scene, sentence: Sentence) -> bool:
    wishes = scene.has(sentence, "promise") and not scene.has(sentence, "apology_made")
    wishes = wishes or scene.has(sentence, "not_done", "risk_set", "recurring")
    return (
        substantial(sentence)
        and not wishes
        and not sentence.text.rstrip().endswith(("?", "？"))
        and scene.tellable(sentence)
    )


def _action(scene: Scene, message: Message, sentence: Sentence) -> Claim:
    day = message.day
    verb = next(iter(scene.within(sentence, "action_done")), None)
    start, end = scene.clause(sentence, verb.start) if verb else (sentence.start, sentence.end)
    found = [d for d in dates.dates_in(message.text[start:end], day, scene.order) if d.value and d.precision == "day"]
    when = found[0].value if len(found) == 1 and day and found[0].value and found[0].value <= day else day
    text = flat(sentence)
    entry = ActionTaken(action=text, by=message.author, date=str(when) if when else None)
    return Claim(field="actions_taken", value=entry, source="vendor", quotes=(sentence.quote,))


def timeline_claims(scene: Scene) -> list[Claim]:
    """What happened when: past dates that sentences name, and what each side said on its own day."""
    rows: list[tuple[str, int, Claim]] = []
    for order, message in enumerate(scene.view.spoken):
        if message.day is None:
            continue
        rows += [(c.value.date, order, c) for c in _dated(scene, message) if isinstance(c.value, TimelineEntry)]
        said = _said(scene, message)
        if said:
            rows.append((said[0], order, said[1]))
    rows.sort(key=lambda row: (row[0][:10], row[1]))
    return [claim for _, _, claim in _thinned(rows)]


def _dated(scene: Scene, message: Message) -> Iterator[Claim]:
    day = message.day
    for sentence in scene.view.by_message[message.id]:
        if not scene.tellable(sentence) or not substantial(sentence):
            continue
        if scene.has(sentence, "renewal", "withdrawn", "wrong_value") or day is None:
            continue
        for span in scene.dates(sentence):
            past = span.value is not None and span.precision == "day" and span.value <= day
            asked = scene.in_clause(sentence, sentence.start + span.start, "ask")
            if past and not asked and not (span.relative and span.value == day):
                entry = TimelineEntry(date=str(span.value), event=flat(sentence), who=message.author)
                source = source_of(message, sentence)
                yield Claim(field="timeline", value=entry, source=source, quotes=(sentence.quote,))


def _said(scene: Scene, message: Message) -> tuple[str, Claim] | None:
    line = [s for s in scene.view.by_message[message.id] if scene.tellable(s)]
    own = [s for s in line if substantial(s) and not scene.has(s, "withdrawn", "cause_guess", "renewal")]
    if not own:
        return None
    weights = [(_weight(scene, s), -i, s) for i, s in enumerate(own)]
    best = sorted(weights, key=lambda w: w[:2], reverse=True)[:2]
    chosen = sorted((s for _, _, s in best), key=lambda s: s.start)
    event = " ".join(flat(s) for s in chosen)
    when = message.at or ""
    entry = TimelineEntry(date=when, event=event, who=message.author)
    quotes = tuple(s.quote for s in chosen)
    return when, Claim(field="timeline", value=entry, source=source_of(message, chosen[0]), quotes=quotes)


def _weight(scene: Scene, sentence: Sentence) -> int:
    return sum(scene.has(sentence, concept) for concept in _TELLING)


def _thinned(rows: list[tuple[str, int, Claim]]) -> list[tuple[str, int, Claim]]:
    """The same event once; of a very long thread the days with something to tell."""
    seen: set[tuple[str, str]] = set()
    out = []
    for row in rows:
        value = row[2].value
        key = (row[0][:10], value.event) if isinstance(value, TimelineEntry) else (row[0], "")
        if key not in seen:
            seen.add(key)
            out.append(row)
    if len(out) <= _MAX_TIMELINE:
        return out
    step = len(out) / _MAX_TIMELINE
    kept = {0, len(out) - 1} | {int(i * step) for i in range(_MAX_TIMELINE)}
    return [row for i, row in enumerate(out) if i in kept]
