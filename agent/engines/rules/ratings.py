"""What our side rates: the renewal risk as a colour, and the account's tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.claims import Claim, Quote
from agent.engines.rules.candidates import Candidate, ranked_claims, side_of

if TYPE_CHECKING:
    from agent.engines.rules.lexicon import Hit
    from agent.engines.rules.scene import Scene
    from agent.engines.rules.view import Sentence


def risk_claims(scene: Scene) -> list[Claim]:
    """Claims of a renewal risk that somebody stated as a colour; the last statement wins."""
    found: list[Candidate] = []
    for field in scene.labelled("label_risk"):
        colour = _colour_of(scene, field.value)
        if colour:
            found.append(
                Candidate(colour, 2, Quote(message=field.message, text=field.value, start=field.start), "record")
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
        found.append(Candidate(last.concept.removeprefix("risk_"), 4, sentence.quote, "vendor"))
    return ranked_claims("renewal_risk", found)


def _colour_of(scene: Scene, value: str) -> str | None:
    found = [c for c in ("green", "amber", "red") if f"risk_{c}" in scene.value_concepts(value)]
    return found[0] if len(found) == 1 else None


def tier_claims(scene: Scene) -> list[Claim]:
    """Claims of the account's tier: record fields, then what our side says of this account."""
    found: list[Candidate] = []
    for field in scene.labelled("label_tier"):
        tier = _tier_of(scene, field.value)
        if tier:
            found.append(
                Candidate(tier, 5, Quote(message=field.message, text=field.value, start=field.start), "record")
            )
    for sentence in scene.view.prose:
        if sentence.role == "customer" or scene.foreign(sentence):
            continue
        hits = [h for c in _TIERS for h in scene.within(sentence, c)]
        tiers = {h.concept for h in hits}
        if len(tiers) != 1 or any(scene.negated(h) for h in hits):
            continue
        if _tier_stated(scene, sentence, hits[0]):
            found.append(Candidate(_TIERS[hits[0].concept], 4, sentence.quote, side_of(sentence)))
    return ranked_claims("account_tier", found)


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
