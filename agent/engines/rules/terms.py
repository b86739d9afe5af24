"""The contract's figures: yearly value, end of term, renewal risk, tier."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.claims import Claim, Quote
from agent.engines.rules.lexicon import Hit
from agent.facts import Money
from agent.values import dates, money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.engines.rules.scene import Scene
    from agent.engines.rules.view import Sentence
    from agent.facts import Source

_PER_YEAR = {"year": 1, "month": 12, "quarter": 4, "week": 52}
_NEAR, _BEHIND = 35, 3
_CURRENCIES = frozenset(
    {"USD", "EUR", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "ISK", "CAD", "AUD", "NZD",
     "SGD", "HKD", "TWD", "CNY", "JPY", "KRW", "INR", "BRL", "MXN", "ZAR", "TRY", "AED", "SAR", "ILS"}
)  # fmt: skip


@dataclass(frozen=True)
class _Candidate:
    """A possible value with its weight; later ones win among equals."""

    value: str | Money
    weight: float
    quote: Quote
    source: Source
    per: str | None = None
    corrects: bool = False


def _source(sentence: Sentence) -> Source:
    return "customer" if sentence.role == "customer" else "vendor"


def _best(candidates: list[_Candidate]) -> list[_Candidate]:
    """The candidates from weakest to strongest; a correction outweighs what it corrects."""
    return sorted(candidates, key=lambda c: c.weight + (3 if c.corrects else 0))


def _claims(field: str, candidates: list[_Candidate]) -> list[Claim]:
    return [Claim(field=field, value=c.value, source=c.source, quotes=(c.quote,), per=c.per) for c in _best(candidates)]


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
    candidates = [*_arr_fields(scene), *_arr_prose(scene)]
    return _claims("arr", [c for c in candidates if c.weight > 0])


def _arr_fields(scene: Scene) -> Iterator[_Candidate]:
    currency_hint = _currency_field(scene)
    for field in scene.fields:
        concepts = scene.label_concepts(field.label)
        other = "not_recurring" in concepts and "recurring" not in concepts
        hint = _currency_of_label(field.label) or currency_hint
        bare = re.fullmatch(r"[\d.,' ]+", field.value.strip())
        for span in money.money_in(f"{field.value} {hint}" if bare and hint else field.value):
            recurring = "recurring" in concepts or (span.per is not None and ("label_money" in concepts or other))
            if not recurring or not span.amount:
                continue
            label_per = _label_per(field.label)
            per = span.per or label_per or "year"
            currency = span.currency or hint or ""
            if len(currency) == 3:  # noqa: PLR2004 - ISO 4217
                value = Money(amount=float(span.amount) * _PER_YEAR[per], currency=currency)
                quote = Quote(message=field.message, text=field.value, start=field.start)
                yield _Candidate(value, 5, quote, "record", None if per == "year" else f"{per}ly")
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


def _arr_prose(scene: Scene) -> Iterator[_Candidate]:
    for sentence in scene.view.prose:
        spans = [m for m in money.money_in(sentence.text) if m.amount]
        if not spans or scene.foreign(sentence):
            continue
        topic = _recurring_topic(scene, sentence)
        for span in spans:
            start, end = sentence.start + span.start, sentence.start + span.end
            if not topic:
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
            yield _Candidate(value, weight, _arr_quote(scene, sentence), _source(sentence),
                             None if per == "year" else f"{per}ly", corrects)  # fmt: skip


def _arr_quote(scene: Scene, sentence: Sentence) -> Quote:
    """The sentence, with the one before it where only that one names the figure's meaning."""
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
    return _claims("renewal_date", [c for c in found if today is None or str(c.value) >= str(today)])


def _renewal_fields(scene: Scene) -> Iterator[_Candidate]:
    for field in scene.fields:
        concepts = scene.label_concepts(field.label)
        if not concepts & {"label_renewal", "renewal"} or "not_renewal" in concepts:
            continue
        held = scene.ticket.message(field.message)
        spans = [d for d in dates.dates_in(field.value, held.day if held else None, scene.order) if d.value]
        if len(spans) == 1 and spans[0].precision == "day":
            quote = Quote(message=field.message, text=field.value, start=field.start)
            yield _Candidate(str(spans[0].value), 3, quote, "record")


def _renewal_prose(scene: Scene) -> Iterator[_Candidate]:
    for sentence in scene.view.prose:
        if not scene.has(sentence, "renewal") or scene.foreign(sentence):
            continue
        standing: list[tuple[int, str]] = []
        for span in dates.dates_in(sentence.text, sentence.message.day, scene.order):
            start, end = sentence.start + span.start, sentence.start + span.end
            near = _distance(scene, sentence, start, end)
            if span.value and span.precision == "day" and near is not None and not killed(scene, sentence, start, end):
                standing.append((near, str(span.value)))
        if standing:
            weight = 4 if sentence.role != "customer" else 3.5
            corrects = _corrects(scene, sentence)
            yield _Candidate(min(standing)[1], weight, sentence.quote, _source(sentence), corrects=corrects)


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


def risk_claims(scene: Scene) -> list[Claim]:
    """Claims of a renewal risk that somebody stated as a colour; the last statement wins."""
    found: list[_Candidate] = []
    for field in scene.labelled("label_risk"):
        colour = _colour_of(scene, field.value)
        if colour:
            found.append(
                _Candidate(colour, 2, Quote(message=field.message, text=field.value, start=field.start), "record")
            )
    for sentence in scene.view.prose:
        if sentence.role == "customer" or scene.foreign(sentence):
            continue
        colours = [h for c in ("risk_green", "risk_amber", "risk_red") for h in scene.within(sentence, c)]
        past = scene.within(sentence, "risk_was")
        colours = [h for h in colours if not any(p.start <= h.start < p.end for p in past)] or colours[:0]
        if not colours or not (scene.has(sentence, "risk_word", "risk_set", "renewal") or past or len(colours) > 1):
            continue
        last = max(colours, key=lambda h: h.start)
        if scene.negated(last):
            continue
        found.append(_Candidate(last.concept.removeprefix("risk_"), 4, sentence.quote, "vendor"))
    return _claims("renewal_risk", found)


def _colour_of(scene: Scene, value: str) -> str | None:
    found = [c for c in ("green", "amber", "red") if f"risk_{c}" in scene.value_concepts(value)]
    return found[0] if len(found) == 1 else None


def tier_claims(scene: Scene) -> list[Claim]:
    """Claims of the account's tier: record fields, then what our side says of this account."""
    found: list[_Candidate] = []
    for field in scene.labelled("label_tier"):
        tier = _tier_of(scene, field.value)
        if tier:
            found.append(
                _Candidate(tier, 5, Quote(message=field.message, text=field.value, start=field.start), "record")
            )
    for sentence in scene.view.prose:
        if sentence.role == "customer" or scene.foreign(sentence):
            continue
        hits = [h for c in _TIERS for h in scene.within(sentence, c)]
        tiers = {h.concept for h in hits}
        if len(tiers) != 1 or any(scene.negated(h) for h in hits):
            continue
        if _tier_stated(scene, sentence, hits[0]):
            found.append(_Candidate(_TIERS[hits[0].concept], 4, sentence.quote, _source(sentence)))
    return _claims("account_tier", found)


_TIERS = {"tier_enterprise": "Enterprise", "tier_mid": "Mid-Market", "tier_smb": "SMB"}


def _tier_of(scene: Scene, value: str) -> str | None:
    concepts = scene.value_concepts(value)
    found = [name for concept, name in _TIERS.items() if concept in concepts]
    return found[0] if len(found) == 1 else None


def _tier_stated(scene: Scene, sentence: Sentence, hit: Hit) -> bool:
    """A tier stands as one: with a tier word, beside the figures of the account, or as a phrase of its own."""
    if hit.concept in {"tier_mid", "tier_smb"}:
        return True
    line = scene.view.by_message[sentence.message.id]
    near = line[max(0, sentence.index - 1) : sentence.index + 2]
    a, b = scene.clause(sentence, hit.start)
    alone = sentence.message.text[a:b].strip(" .*_[]") == sentence.message.text[hit.start : hit.end]
    return scene.has(sentence, "tier_word") or (
        alone and any(scene.has(s, "recurring", "renewal", "role_csm") for s in near)
    )
