"""What happened, what is asked, why it happened, what was done: sentences of the thread, chosen, never reworded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.claims import Claim
from agent.facts import ActionTaken, TimelineEntry
from agent.values import dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.engines.rules.scene import Scene
    from agent.engines.rules.view import Sentence
    from agent.claims import Quote
    from agent.facts import Source
    from agent.ticket import Message

_MIN_WORDS = 4
_MIN_CJK = 6
_MAX_ASKS = 12
_ASKING_MESSAGES = 3
_MAX_TIMELINE = 40
_LIST_ITEM = re.compile(r"\s*(?:[-*•·▪–]|\(?\d{1,2}[.)]|\(?[a-z]\)|[一二三四五六七八九十]、|[①-⑳])\s*")
_PARTICULAR = re.compile(r"\b[\w-]*\d[\w.-]*\b|\b[A-Z]{2,}\b|\b\w+[A-Z]\w*\b")
_CASE = re.compile(r"\b[A-Z]{2,8}-?\d{2,7}\b")
_DEEP_ENOUGH = 4.0
_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|hallo|guten (?:tag|morgen)|sehr geehrte|liebe|bonjour|"
    r"bonsoir|cher|chère|madame|monsieur|hola|buenos días|buenas|estimad[oa]s?|olá|bom dia|boa tarde|prezad[oa]s?|buongiorno|"
    r"salve|gentile|beste|goedemorgen|geachte|hej|hei|dzień dobry|各位|你好|您好|大家|早|お世話|拝啓|안녕)\b[^.!?\n]{0,40}[,.!:]*\s*$",
    re.IGNORECASE,
)


def _substantial(sentence: Sentence) -> bool:
    words = sentence.text.split()
    cjk = sum("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in sentence.text)
    kept = not sentence.message.marked(sentence.start, sentence.end, frozenset({"signature", "log"}))
    return kept and (len(words) >= _MIN_WORDS or cjk >= _MIN_CJK) and not _GREETING.match(sentence.text)


def _source(message: Message, sentence: Sentence | None = None) -> Source:
    role = sentence.role if sentence else message.role
    return "customer" if role == "customer" else "vendor"


def _joined(field: str, chosen: Iterable[Sentence], source: Source) -> list[Claim]:
    """One claim of several sentences, each a line of the value and its own quote; for the nature, the first alone before it."""
    lines: list[str] = []
    quotes: list[Quote] = []
    seen: set[str] = set()
    for sentence in chosen:
        words = re.sub(r"(?m)^[>\s]+", "", sentence.text)
        text = re.sub(r"\s+", " ", words).strip()
        if text and text not in seen:
            seen.add(text)
            lines.append(text)
            quotes.append(sentence.quote)
    parts = ({1, len(lines)} if field == "nature" else {len(lines)}) if lines else set()
    return [
        Claim(field=field, value="\n".join(lines[:n]), source=source, quotes=tuple(quotes[:n])) for n in sorted(parts)
    ]


def nature_claims(scene: Scene) -> list[Claim]:
    """What happened, as the customer first put it; as our side put it where no customer wrote."""
    for role in ("customer", "vendor", "unknown"):
        for message in scene.view.spoken:
            line = [s for s in scene.view.by_message[message.id] if s.role == role and _substantial(s)]
            line = [s for s in line if not s.message.marked(s.start, s.end) and not scene.foreign(s)]
            if line:
                fresh = [s for s in line if not scene.has(s, "ask", "ask_courtesy")] or line
                return _joined("nature", fresh[:3], _source(message, line[0]))
    return []


def ask_claims(scene: Scene) -> list[Claim]:
    """Everything the customer explicitly asks for: asking sentences, and the lists that an asking line opens.

    A message that lists its asks stands for all before it; else the asks of the last asking messages count together.
    """
    rounds: list[tuple[bool, list[Sentence]]] = []
    for message in scene.view.spoken:
        line = [s for s in scene.view.by_message[message.id] if not s.message.marked(s.start, s.end)]
        listed, asked = _asked_in(scene, message, line)
        asked = [s for s in asked if _substantial(s) or _is_item(s)]
        if asked:
            rounds.append((listed, asked))
    first = max((i for i, (listed, _) in enumerate(rounds) if listed), default=max(0, len(rounds) - _ASKING_MESSAGES))
    chosen = [s for _, asked in rounds[first:] for s in asked]
    if not chosen:
        chosen = [
            s for s in scene.view.prose if s.role == "vendor" and scene.has(s, "reported_ask") and _substantial(s)
        ]
    source: Source = "customer" if any(s.role == "customer" for s in chosen) else "vendor"
    return _joined("customer_ask", chosen[-_MAX_ASKS:], source)


def _asked_in(scene: Scene, message: Message, line: list[Sentence]) -> tuple[bool, list[Sentence]]:
    """The asking sentences of one message, and whether they form a list that an asking line opens."""
    opened = taken = listed = goes_on = False
    out: list[Sentence] = []
    numbered = sum(_is_item(s) for s in line) >= 2 and any(scene.has(s, "ask") for s in line)  # noqa: PLR2004 - a list
    for sentence in line:
        same_line = "\n" not in message.text[max(0, sentence.start - 1) : sentence.start]
        item = _is_item(sentence) or (opened and same_line and goes_on)
        heading = scene.has(sentence, "ask_heading") and (_opens(sentence) or _counts_things(sentence))
        heading = heading and (sentence.role != "vendor" or _their_heading(scene, sentence))
        by_customer = sentence.role == "customer" or (message.role == "vendor" and opened and item)
        in_list = item and by_customer and (opened or (numbered and _is_item(sentence) and not _past(scene, sentence)))
        wanted = (
            in_list or (scene.has(sentence, "ask") and _asks(scene, sentence)) or (taken and _deadline(scene, sentence))
        )
        taken = by_customer and wanted and not scene.foreign(sentence) and not scene.has(sentence, "ask_courtesy")
        if taken:
            out.append(sentence)
            listed = listed or (in_list and by_customer)
        goes_on = heading or taken
        opened = heading or (opened and (item or not _substantial(sentence)))
    return listed, out


def _is_item(sentence: Sentence) -> bool:
    return bool(_LIST_ITEM.match(sentence.text)) or _starts_item(sentence)


def _counts_things(sentence: Sentence) -> bool:
    """Whether a short sentence announces what follows ("Two things please.")."""
    return len(sentence.text.split()) <= 6  # noqa: PLR2004 - short


def _their_heading(scene: Scene, sentence: Sentence) -> bool:
    """Whether our side's short line announces what the customer wants."""
    return scene.has(sentence, "third_person") and len(sentence.text.split()) <= 8  # noqa: PLR2004 - a heading


def _past(scene: Scene, sentence: Sentence) -> bool:
    day = sentence.message.day
    found = [d.value for d in dates.dates_in(sentence.text, day, scene.order) if d.value]
    return bool(found) and day is not None and all(d < day for d in found)


def _deadline(scene: Scene, sentence: Sentence) -> bool:
    """Whether the sentence after an ask names the day by which."""
    named = dates.dates_in(sentence.text, sentence.message.day, scene.order)
    return scene.has(sentence, "deadline") and any(d.value for d in named)


def _starts_item(sentence: Sentence) -> bool:
    before = sentence.message.text[: sentence.start]
    line = before[before.rfind("\n") + 1 :]
    return bool(_LIST_ITEM.fullmatch(line + " ") if line.strip() else False)


def _opens(sentence: Sentence) -> bool:
    after = sentence.message.text[sentence.end : sentence.end + 200]
    return (
        sentence.text.rstrip(" *_").endswith((":", "："))
        or sentence.text.startswith("#")
        or bool(_LIST_ITEM.match(after.lstrip("\n")))
    )


def _asks(scene: Scene, sentence: Sentence) -> bool:
    return any(not scene.negated(h) for h in scene.within(sentence, "ask"))


def cause_claims(scene: Scene) -> list[Claim]:
    """What our side found as the cause: the deepest finding that nobody withdrew and that is no guess; else silence."""
    findings: list[tuple[float, list[Sentence]]] = []
    for message in scene.view.spoken:
        if message.role != "vendor":
            continue
        line = [
            s for s in scene.view.by_message[message.id] if s.role == "vendor" and not s.message.marked(s.start, s.end)
        ]
        if any(scene.has(s, "cause_unknown") for s in line):
            findings.clear()
            continue
        if any(scene.has(s, "withdrawn") for s in line):
            findings.clear()
        passage = _passage(scene, line)
        depth = _depth(scene, message, passage)
        if depth >= _DEEP_ENOUGH:
            findings.append((depth, passage))
    best = max(enumerate(findings), key=lambda f: (f[1][0], f[0]), default=None)
    return _joined("root_cause", best[1][1], "vendor") if best else []


def _depth(scene: Scene, message: Message, passage: list[Sentence]) -> float:
    """How much of a mechanism a finding tells: phrases of cause and particulars; internal notes speak more freely."""
    strong = sum(scene.has(s, "cause_found") for s in passage)
    hints = sum(len(scene.within(s, "cause_hint")) for s in passage)
    raised = any(scene.has(s, "action_done") and _CASE.search(s.text) for s in scene.view.by_message[message.id])
    particulars = sum(len(_PARTICULAR.findall(s.text)) for s in passage)
    if not hints or not (strong or raised or (hints >= 2 and message.public is False)):  # noqa: PLR2004 - two say more
        return 0
    return 2 * min(strong, 2) + min(hints, 4) + min(particulars, 6) / 2 + (message.public is False) + 2 * raised


def _passage(scene: Scene, line: list[Sentence]) -> list[Sentence]:
    """The sentences from the first to the last that tells a cause, with the two behind it, less what is no cause."""
    telling = [i for i, s in enumerate(line) if _tells(scene, s)]
    if not telling:
        return []
    reach = line[telling[0] : telling[-1] + 3]
    return [
        s
        for s in reach
        if _tells(scene, s) or (_substantial(s) and not scene.has(s, *_NO_CAUSE) and not scene.foreign(s))
    ]


_NO_CAUSE = (
    "withdrawn", "cause_unknown", "cause_guess", "promise", "apology", "wrong_value", "ask_courtesy", "recurring", "renewal",
    "risk_set", "role_csm", "role_owner", "not_done", "ask",
)  # fmt: skip


def _tells(scene: Scene, sentence: Sentence) -> bool:
    told = _substantial(sentence) or len(sentence.text.split()) > 2  # noqa: PLR2004 - "We were overbooked."
    if scene.foreign(sentence) or not told or sentence.text.rstrip().endswith(("?", "？")):
        return False
    return scene.has(sentence, "cause_found", "cause_hint") and not scene.has(sentence, *_NO_CAUSE)


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
            heading = _opens(sentence) or len(sentence.text) < 40  # noqa: PLR2004 - a heading is short
            if heading and scene.has(sentence, "action_heading"):
                under = not scene.has(sentence, "not_done")
                if len(sentence.text.split()) < 5:  # noqa: PLR2004 - the heading alone
                    continue
            elif sentence.text.startswith("#") or scene.has(sentence, "not_done"):
                under = False
            if (under and _is_item(sentence) or _done(scene, sentence)) and _acts(scene, sentence):
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
        _substantial(sentence)
        and not wishes
        and not sentence.text.rstrip().endswith(("?", "？"))
        and not scene.foreign(sentence)
    )


def _action(scene: Scene, message: Message, sentence: Sentence) -> Claim:
    day = message.day
    verb = next(iter(scene.within(sentence, "action_done")), None)
    start, end = scene.clause(sentence, verb.start) if verb else (sentence.start, sentence.end)
    found = [d for d in dates.dates_in(message.text[start:end], day, scene.order) if d.value and d.precision == "day"]
    when = found[0].value if len(found) == 1 and day and found[0].value and found[0].value <= day else day
    text = _flat(sentence)
    entry = ActionTaken(action=text, by=message.author, date=str(when) if when else None)
    return Claim(field="actions_taken", value=entry, source="vendor", quotes=(sentence.quote,))


def _flat(sentence: Sentence) -> str:
    text = re.sub(r"(?m)^[>\s]+", "", sentence.text)
    line = re.sub(r"\s+", " ", text).strip()
    item = _LIST_ITEM.match(line)
    return line[item.end() :] if item and item.end() < len(line) else line


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
        if message.marked(sentence.start, sentence.end) or scene.foreign(sentence) or not _substantial(sentence):
            continue
        if scene.has(sentence, "renewal", "withdrawn", "wrong_value") or day is None:
            continue
        for span in dates.dates_in(sentence.text, day, scene.order):
            past = span.value is not None and span.precision == "day" and span.value <= day
            asked = scene.in_clause(sentence, sentence.start + span.start, "ask")
            if past and not asked and not (span.relative and span.value == day):
                entry = TimelineEntry(date=str(span.value), event=_flat(sentence), who=message.author)
                yield Claim(field="timeline", value=entry, source=_source(message, sentence), quotes=(sentence.quote,))


def _said(scene: Scene, message: Message) -> tuple[str, Claim] | None:
    line = [s for s in scene.view.by_message[message.id] if not message.marked(s.start, s.end) and not scene.foreign(s)]
    own = [s for s in line if _substantial(s) and not scene.has(s, "withdrawn", "cause_guess", "renewal")]
    if not own:
        return None
    weights = [(_weight(scene, s), -i, s) for i, s in enumerate(own)]
    best = sorted(weights, key=lambda w: w[:2], reverse=True)[:2]
    chosen = sorted((s for _, _, s in best), key=lambda s: s.start)
    event = " ".join(_flat(s) for s in chosen)
    when = message.at if message.at else ""
    entry = TimelineEntry(date=when, event=event, who=message.author)
    quotes = tuple(s.quote for s in chosen)
    return when, Claim(field="timeline", value=entry, source=_source(message, chosen[0]), quotes=quotes)


_TELLING = (
    "product_fault", "core_workflow_blocked", "service_down", "data_at_risk", "action_done", "cause_found", "notice_given",
    "legal_threat", "press_threat", "customer_exec", "workaround_refused", "sla_breached", "dissatisfied", "ask", "apology_made",
)  # fmt: skip


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
