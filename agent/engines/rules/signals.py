"""Signals: what the thread shows that policy decides on, each with the sentence that shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.claims import Signal
from agent.engines.rules.asks import ask_claims
from agent.engines.rules.lexicon import Hit
from agent.signals import SIGNAL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.engines.rules.scene import Scene

_CUSTOMER_ONLY = frozenset(
    {"renewal_doubted", "churn_discussed", "notice_given", "angry", "seeking_exit", "customer_satisfied",
     "constructive", "legal_threat", "press_threat", "public_threat"}
)  # fmt: skip
_OURS_ONLY = frozenset(
    {
        "support_can_solve",
        "documented_answer",
        "approval_needed",
        "product_change_needed",
        "resolved",
        "code_change_needed",
    }
)
_DEPARTMENTS = ("billing_matter", "contract_matter", "price_matter", "legal_matter", "data_migration")
_FAULTS = ("product_fault", "code_change_needed")
_OFTEN = 3
_GRAVE = frozenset({"legal_threat", "press_threat", "public_threat", "notice_given", "churn_discussed", "seeking_exit"})
_NOBODY = re.compile(
    r"\b(?:kein(?:er|e|en)?|niemand(?:em|en)?|nobody|no one|none of us|personne|nadie|nessuno|ninguém|ingen|nikt|"
    r"nikogo|nikdo)\b|没人|没有人|誰も",
    re.IGNORECASE,
)
_NOT_BEHIND = re.compile(r"\b(?:nicht|niet|nie|ikke|inte)\b", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\b(?:if|because|unless|since|when|while|as|wenn|weil|falls|da|sofern|solange|si|parce|puisque|car|porque|se|"
    r"perché|caso|als|omdat|indien|want|tenzij|om|eftersom|hvis|fordi|jeśli|bo|ponieważ|pokud|protože)\b"
    r"|如果|要是|因为|因為|なら|から",
    re.IGNORECASE,
)
_TOLD = re.compile(r"[:：]\s*(«[^»]{4,400}»|„[^“”]{4,400}[“”]|“[^”]{4,400}”|\"[^\"\n]{4,400}\"|「[^」]{4,400}」)")
_DERIVED = frozenset({"customer_executive_involved", "our_executive_requested"})
_QUOTES = 3


def signals_of(scene: Scene) -> list[Signal]:
    """Return the signals of the thread; a phrase negated, foreign or said by the wrong side counts for nothing."""
    found = {
        name: hits
        for name in SIGNAL_NAMES
        if name not in _DERIVED and (hits := [h for h in scene.hits.get(name, []) if _counts(scene, name, h)])
    }
    asked = {quote.text for claim in ask_claims(scene) for quote in claim.quotes}
    faulty = any(name in found for name in _FAULTS)
    for name in _DEPARTMENTS:
        if name in found and not _at_stake(found[name], asked, faulty=faulty):
            del found[name]
    out = [_signal(name, hits, detail=str(len(_sentences(hits)))) for name, hits in found.items()]
    out += [s for s in (_their_executive(scene), _our_executive(scene, asked)) if s]
    return out


def _at_stake(hits: list[Hit], asked: set[str], *, faulty: bool) -> bool:
    """Whether another department's matter has to be resolved: it is asked for, or the thread keeps returning to it.

    Where the product is at fault, words of that trade (invoices of a billing product) say little: two asks must be
    of it.
    """
    kept = _sentences(hits)
    in_asks = sum(h.sentence.quote.text in asked for h in kept)
    return in_asks >= 2 if faulty else bool(in_asks) or len(kept) >= _OFTEN  # noqa: PLR2004 - two asks


def _sentences(hits: Iterable[Hit]) -> list[Hit]:
    seen: dict[tuple[str, int], Hit] = {}
    for hit in hits:
        seen.setdefault((hit.message, hit.sentence.index), hit)
    return list(seen.values())


def _signal(name: str, hits: list[Hit], detail: str | None = None) -> Signal:
    kept = _sentences(hits)
    chosen = kept[-_QUOTES:]
    return Signal(name=name, quotes=tuple(h.sentence.quote for h in chosen), detail=detail)


def _counts(scene: Scene, name: str, hit: Hit) -> bool:
    if scene.foreign(hit.sentence) or hit.sentence.message.role == "bot":
        return False
    if hit.sentence.message.role == "system" and name not in {"sla_breached", "sla_at_risk", "documented_answer"}:
        return False
    if hit.sentence.message.marked(hit.start, hit.end, frozenset({"signature"})):
        return False
    if name in _OURS_ONLY and hit.sentence.role == "customer":
        return False
    reported = name in _CUSTOMER_ONLY and hit.sentence.role == "vendor"
    if (reported and not _reports(scene, hit)) or (name in _GRAVE and (_denied(scene, hit) or _of_somebody_else(hit))):
        return False
    return not scene.negated(hit) and not scene.has(hit.sentence, "denial")


def _denied(scene: Scene, hit: Hit) -> bool:
    """Whether the clause says that nobody does it, or its verb is followed by the no, as in Dutch and German.

    A no behind an "if" or "because" is the condition or the reason of the threat, and takes nothing back.
    """
    start, end = scene.clause(hit.sentence, hit.start)
    text = hit.sentence.message.text
    found = (_NOBODY.search(text, start, end), _NOT_BEHIND.search(text, hit.end, end))
    return any(no and not _SUBORDINATE.search(text, start, no.start()) for no in found)


def _of_somebody_else(hit: Hit) -> bool:
    """Whether a customer quotes what others said to it: words in quotation marks that a colon opens."""
    if hit.sentence.role != "customer":
        return False
    return any(m.start(1) <= hit.start and hit.end <= m.end(1) for m in _TOLD.finditer(hit.sentence.message.text))


def _reports(scene: Scene, hit: Hit) -> bool:
    """Whether our side tells what the customer said or does: a third person, or words that are not about ourselves."""
    reported = hit.concept in {"notice_given", "press_threat", "legal_threat", "renewal_doubted"}
    return not scene.has(hit.sentence, "first_plural") if reported else scene.has(hit.sentence, "third_person")


def _their_executive(scene: Scene) -> Signal | None:
    """An executive of the customer who writes, is copied, or is said to act; one merely named does not count."""
    found: list[Hit] = []
    for hit in scene.hits.get("customer_exec", []):
        sentence = hit.sentence
        ours = scene.within(sentence, "our_executive_requested")
        if (
            scene.foreign(sentence)
            or any(o.start <= hit.start <= o.end for o in ours)
            or scene.has(sentence, "denial", "role_gone")
        ):
            continue
        acts = [h for h in scene.within(sentence, "exec_acts") if not scene.negated(h)]
        if acts and not scene.negated(hit) and not _of_ours(scene, hit):
            found.append(hit)
    found += _signed_by_executive(scene)
    return _signal("customer_executive_involved", found) if found else None


def _signed_by_executive(scene: Scene) -> Iterator[Hit]:
    """The names of authors on the customer's side whose title is an executive's."""
    authors = {m.author for m in scene.view.spoken if m.role == "customer"}
    for party in scene.ticket.people:
        if party.role != "customer" or party.name not in authors or not party.title or party.start is None:
            continue
        place = scene.view.sentence_at(party.message or "", party.start)
        if place and "customer_exec" in scene.title_concepts(party.title):
            yield Hit("customer_exec", party.message or "", party.start, party.end or party.start, place)


def _of_ours(scene: Scene, hit: Hit) -> bool:
    return (
        hit.sentence.role == "vendor"
        and scene.has(hit.sentence, "first_plural")
        and not scene.has(hit.sentence, "third_person")
    )


def _our_executive(scene: Scene, asked: set[str]) -> Signal | None:
    """Somebody of our management whom the customer asks for; one merely named does not count."""
    found = [
        h
        for h in scene.hits.get("our_executive_requested", [])
        if h.sentence.role != "vendor"
        and (h.sentence.quote.text in asked or scene.has(h.sentence, "ask"))
        and not scene.negated(h)
        and not scene.has(h.sentence, "denial")
    ]
    found += [
        h
        for h in scene.hits.get("our_executive_reported", [])
        if h.sentence.role == "vendor" and not scene.negated(h) and not scene.has(h.sentence, "denial")
    ]
    return _signal("our_executive_requested", found) if found else None
