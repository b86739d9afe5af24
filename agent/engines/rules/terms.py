"""The contract's figures: yearly value and end of term."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.claims import Claim, Quote
from agent.engines.rules.candidates import Candidate, ranked_claims, side_of
from agent.engines.rules.lexicon import Hit
from agent.facts import Money
from agent.values import dates, money, numbers
from agent.values.numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.engines.rules.scene import Scene
    from agent.engines.rules.view import Sentence

_SEVERAL_YEARS = re.compile(
    r"\b(?:[2-9]|two|three|four|five|zwei|drei|vier|fünf|deux|trois|quatre|cinq|dos|tres|cuatro|cinco|due|tre|quattro|dois|"
    r"três|twee|drie|vier|dwa|trzy|två)[\s-]*(?:years?|yrs?|jahre|ans|años|anni|anos|jaar|lata|år)\b"
    r"|[2-9二三四五两兩][ ]?(?:年間|年间|年總|年总|年分)",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"\b(?:il paraît|paraît-il|parait il|apparently|i hear(?:d)?|rumou?r|supposedly|they say|angeblich|"
    r"habe gehört|pare che|dicono|dicen que|al parecer|dizem que|parece que|naar verluidt|schijnt|podobno|"
    r"competitors?|concurrents?|mitbewerber\w*|wettbewerber\w*|concorrent\w+|competidor\w*|konkurren\w+)\b"
    r"|と伺|らしい|そうです(?:が|、)|听说|据说|竞争对手|競合",
    re.IGNORECASE,
)
"""What people tell of others' prices."""
_PER_YEAR = {"year": 1, "month": 12, "quarter": 4, "week": 52}
_NEAR, _BEHIND, _FAR = 35, 3, 45
_A_FEE, _CLOSE = 2100, 1
_CURRENCIES = frozenset(
    {"USD", "EUR", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "ISK", "CAD", "AUD", "NZD",
     "SGD", "HKD", "TWD", "CNY", "JPY", "KRW", "INR", "BRL", "MXN", "ZAR", "TRY", "AED", "SAR", "ILS"}
)  # fmt: skip


def killed(scene: Scene, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the sentence itself says that the value at this place is wrong, old or not meant."""
    if scene.in_clause(sentence, start, "right_value"):
        return False
    if scene.in_clause(sentence, start, "wrong_value", "role_gone"):
        return True
    clause_start, clause_end = scene.clause(sentence, start)
    if scene.negated(Hit("value", sentence.message.id, start, end, sentence)):
        return True
    tail = sentence.message.text[clause_end : sentence.end]
    later = [h for h in scene.within(sentence, "wrong_value") if h.start >= clause_end]
    others = [m for m in money.money_in(tail) if m.amount] + list(dates.dates_in(tail, sentence.message.day))
    return bool(later) and not others and clause_start <= start


def arr_claims(scene: Scene) -> list[Claim]:
    """Claims of the yearly value: record fields first, then prose; figures of other things and accounts left out."""
    candidates = [c for c in (*_arr_fields(scene), *_arr_prose(scene)) if c.weight > 0]
    recorded = candidates and all(c.source == "record" for c in candidates)
    doubtful = _undecided(candidates) or (recorded and _rival_fee(scene, candidates))
    return [] if doubtful else ranked_claims("arr", candidates)


def _rival_fee(scene: Scene, recorded: list[Candidate]) -> bool:
    """Whether our side writes another fee, with its period or beside words of one, even without a currency."""
    values = {round(c.value.amount) for c in recorded if isinstance(c.value, Money)}
    for sentence in scene.view.prose:
        if sentence.role == "customer" or scene.foreign(sentence):
            continue
        fees = [m.amount for m in scene.amounts(sentence) if m.currency and m.per in _PER_YEAR]
        if scene.has(sentence, "recurring"):
            fees += [n.value for n in numbers_in(sentence.text) if n.kind == "number" and n.value >= _A_FEE]
        if any(not {round(float(fee) * times) for times in _PER_YEAR.values()} & values for fee in fees):
            return True
    return False


def _undecided(candidates: list[Candidate]) -> bool:
    """Whether the strongest candidates disagree and none of them corrects the others."""
    ranked = sorted(candidates, key=lambda c: c.weight + (3 if c.corrects else 0))
    top = ranked[-1].weight if ranked else 0
    near = [c for c in ranked if c.weight >= top - _CLOSE]
    return len({str(c.value) for c in near}) > 1 and not ranked[-1].corrects


def _arr_fields(scene: Scene) -> Iterator[Candidate]:
    currency_hint = _currency_field(scene)
    for field in scene.fields:
        concepts = scene.label_concepts(field.label) | scene.label_concepts(field.value)
        other = "not_recurring" in concepts and "recurring" not in concepts
        if _SEVERAL_YEARS.search(f"{field.label} {field.value}"):
            continue
        hint = _currency_of_label(field.label) or currency_hint
        bare = re.fullmatch(r"[\d.,' ]+", field.value.strip())
        for span in money.money_in(f"{field.value} {hint}" if bare and hint else field.value, shown=scene.shown):
            recurring = "recurring" in concepts or (span.per is not None and ("label_money" in concepts or other))
            if not recurring or not span.amount:
                continue
            label_per = _label_per(field.label)
            per = span.per or label_per or "year"
            currency = span.currency or hint or ""
            if len(currency) == 3:  # noqa: PLR2004 - ISO 4217
                value = Money(amount=float(span.amount) * _PER_YEAR[per], currency=currency)
                quote = Quote(message=field.message, text=field.value, start=field.start)
                yield Candidate(value, 5, quote, "record", None if per == "year" else f"{per}ly")
            break


def _currency_of_label(label: str) -> str | None:
    """The currency that a label names ("annual_fee_eur")."""
    words = re.split(r"[\W_]+", label.upper())
    return next((w for w in words if w in _CURRENCIES), None)


def _label_per(label: str) -> str | None:
    low = label.lower()
    if any(word in low for word in ("mrr", "month", "monat", "mensuel", "mensual", "mensal", "mensile", "maand", "月")):
        return "month"
    return "quarter" if any(word in low for word in ("quarter", "quartal", "trimest")) else None


def _currency_field(scene: Scene) -> str | None:
    for field in scene.fields:
        if "currency" in field.label.lower() and len(field.value.strip()) == 3:  # noqa: PLR2004 - ISO 4217
            return field.value.strip().upper()
    return None


def _arr_prose(scene: Scene) -> Iterator[Candidate]:
    for sentence in scene.view.prose:
        spans = scene.amounts(sentence)
        if not spans or scene.foreign(sentence) or _of_others(scene, sentence) or _HEARSAY.search(sentence.text):
            continue
        topic = _recurring_topic(scene, sentence)
        for span in spans:
            start, end = sentence.start + span.start, sentence.start + span.end
            if not topic:
                continue
            if _SEVERAL_YEARS.search(sentence.text[max(0, span.start - 40) : span.end + 40]):
                continue
            if scene.in_clause(sentence, start, "not_recurring") and not scene.in_clause(sentence, start, "recurring"):
                continue
            if killed(scene, sentence, start, end) or span.currency is None:
                continue
            per = span.per or _per_near(scene, sentence, start) or "year"
            weight = {"year": 5.0, "month": 4.0, "quarter": 4.0, "week": 0.0}[per]
            weight -= 1.5 if sentence.role == "customer" else 0
            weight -= 1.5 if span.per is None and not scene.in_clause(sentence, start, "recurring") else 0
            value = Money(amount=float(span.amount) * _PER_YEAR[per], currency=span.currency)
            corrects = _corrects(scene, sentence)
            yield Candidate(value, weight, _arr_quote(scene, sentence, start), side_of(sentence),
                             None if per == "year" else f"{per}ly", corrects)  # fmt: skip


def _of_others(scene: Scene, sentence: Sentence) -> bool:
    """Whether a customer speaks there, and not of what it pays itself: neighbours' fees are told without a warning."""
    spoken = sentence.role == "customer" or sentence.text.lstrip().startswith(("«", "“", '"', "„", "「", ">"))
    return spoken and not scene.has(sentence, "self_pays")


def _shows(scene: Scene, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a clause by itself gives an amount with its period."""
    found = money.money_in(sentence.message.text[start:end], shown=scene.shown)
    return any(span.amount and span.currency and span.per for span in found)


def _arr_quote(scene: Scene, sentence: Sentence, at: int) -> Quote:
    """The sentence, with the one before it where only that one names the figure's meaning.

    Of a sentence with several figures it is the clause of this one, where the clause says what the figure is.
    """
    start, end = scene.clause(sentence, at)
    alone = len(numbers.numbers_in(sentence.text)) == 1 or not _shows(scene, sentence, start, end)
    if not alone:
        return scene.quote_of(sentence.message.id, start, end)
    if scene.has(sentence, "recurring") or not sentence.index:
        return sentence.quote
    line = scene.view.by_message[sentence.message.id]
    before = line[sentence.index - 1]
    return (
        scene.quote_of(sentence.message.id, before.start, sentence.end)
        if scene.has(before, "recurring")
        else sentence.quote
    )


def _recurring_topic(scene: Scene, sentence: Sentence) -> bool:
    line = scene.view.by_message[sentence.message.id]
    near = line[max(0, sentence.index - 1) : sentence.index + 1]
    return any(scene.has(s, "recurring") for s in near)


def _per_near(scene: Scene, sentence: Sentence, start: int) -> str | None:
    a, b = scene.clause(sentence, start)
    return _label_per(sentence.message.text[a:b])


def _corrects(scene: Scene, sentence: Sentence) -> bool:
    line = scene.view.by_message[sentence.message.id]
    near = line[max(0, sentence.index - 1) : sentence.index + 2]
    return any(scene.has(s, "wrong_value") for s in near)


def renewal_claims(scene: Scene) -> list[Claim]:
    """Claims of the end of the current term; notice deadlines and terms that have ended are left out."""
    today = max((m.day for m in scene.view.spoken if m.day), default=None)
    found = [*_renewal_fields(scene), *_renewal_prose(scene)]
    standing = [c for c in found if today is None or str(c.value) >= str(today)]
    corrected = any(c.corrects for c in standing)
    rival = standing and not corrected and _rival_date(scene, {str(c.value) for c in standing})
    return [] if rival or _undecided(standing) else ranked_claims("renewal_date", standing)


def _rival_date(scene: Scene, values: set[str]) -> bool:
    """Whether our side writes another far day with its year: it may correct the record in words that nobody listed."""
    for sentence in scene.view.prose:
        day = sentence.message.day
        if sentence.role == "customer" or day is None or scene.foreign(sentence):
            continue
        spans = scene.dates(sentence)
        far = [d for d in spans if d.value and d.precision == "day" and (d.value - day).days > _FAR]
        if any(str(d.value) not in values and str(d.value.year) in d.text for d in far if d.value):
            return True
    return False


def _renewal_fields(scene: Scene) -> Iterator[Candidate]:
    for field in scene.fields:
        concepts = scene.label_concepts(field.label) | scene.label_concepts(field.value)
        if not concepts & {"label_renewal", "renewal"} or "not_renewal" in concepts:
            continue
        held = scene.ticket.message(field.message)
        spans = [d for d in dates.dates_in(field.value, held.day if held else None, scene.order) if d.value]
        if 0 < len(spans) <= 2 and spans[-1].precision == "day":  # noqa: PLR2004 - a day, or from a day to a day
            quote = Quote(message=field.message, text=field.value, start=field.start)
            yield Candidate(str(spans[-1].value), 3, quote, "record")


def _renewal_prose(scene: Scene) -> Iterator[Candidate]:
    for sentence in scene.view.prose:
        if not scene.has(sentence, "renewal") or scene.foreign(sentence):
            continue
        standing: list[tuple[int, str]] = []
        for span in scene.dates(sentence):
            start, end = sentence.start + span.start, sentence.start + span.end
            near = _distance(scene, sentence, start, end)
            past = span.value is not None and sentence.message.day is not None and span.value <= sentence.message.day
            if span.value is None or span.precision != "day" or near is None or past:
                continue
            if not killed(scene, sentence, start, end):
                standing.append((near, str(span.value)))
        if standing:
            weight = 4 if sentence.role != "customer" else 3.5
            corrects = _corrects(scene, sentence)
            yield Candidate(min(standing)[1], weight, sentence.quote, side_of(sentence), corrects=corrects)


def _distance(scene: Scene, sentence: Sentence, start: int, end: int) -> int | None:
    """How far the nearest cue of a term's end is from the date; null where a notice or a meeting is nearer."""
    rivals = scene.within(sentence, "not_renewal")
    if scene.in_clause(sentence, start, "not_renewal"):
        return None

    def distance(hit: Hit) -> int:
        behind = 1 if _cjk(sentence.text) else _BEHIND
        return start - hit.end if hit.end <= start else (hit.start - end) * behind if hit.start >= end else 0

    nearest = min(distance(h) for h in scene.within(sentence, "renewal"))
    return nearest if nearest <= _NEAR and all(distance(h) >= nearest for h in rivals) else None


def _cjk(text: str) -> bool:
    return any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in text)
