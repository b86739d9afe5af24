"""Prose against the dossier: what a sentence says has to stand in what it cites, in its slot's draft, or be computed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from agent.checks.lexicon import find
from agent.checks.pool import fold
from agent.checks.prose import CITATION, content, quotes
from agent.engines.openai.injection import injects
from agent.engines.openai.slots import STORIES
from agent.evidence import Evidence
from agent.grounding.clauses import prove_negations
from agent.grounding.figures import prove_figures
from agent.grounding.mentions import prove_names
from agent.grounding.model import Unproven
from agent.grounding.people import name_spans
from agent.grounding.posts import ROLES, pairs
from agent.grounding.support import Proof, Support
from agent.grounding.thread import Thread
from agent.grounding.vocabulary import words
from agent.ticket import Message, Ticket
from agent.values.fold import lower
from agent.values.languages import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.engines.openai.known import Known
    from agent.engines.openai.slots import Slot
    from agent.signals import SignalName

_ID = re.compile(r"\[([A-Za-z][\w:.-]*)\]")
_ELLIPSIS = re.compile(r"…|\.\.\.")
_MARKS = "“”\"„«»「」『』‘’' ,.;:，。；："
_COMPUTED = "computed"
_LEAST = 0.34
_OFFERS = re.compile(
    r"\b(?:refund\w*|credit\w*|discount\w*|compensat\w*|waiv\w+|reimburs\w*|free of charge|at no (?:cost|charge)|goodwill|"
    r"voucher\w*|guarantee\w*|extension|price (?:cut|reduction))\b|退款|减免|折扣|赔偿|补偿|免费|抵扣|保证",
    re.IGNORECASE,
)
_GRAVE: tuple[tuple[re.Pattern[str], frozenset[SignalName]], ...] = (
    (
        re.compile(r"\b(?:lawyers?|lawsuit|sue[ds]?|court|legal (?:action|steps|threat)|litigation|regulator\w*)\b|律师|起诉|法院", re.IGNORECASE),
        frozenset({"legal_threat", "legal_matter"}),
    ),
    (re.compile(r"\b(?:press|newspaper|journalist|media)\b|媒体|记者", re.IGNORECASE), frozenset({"press_threat"})),
    (
        re.compile(r"\b(?:terminat\w+|cancel\w*|notice|churn\w*|leaving|competitor\w*)\b|解约|终止合同|流失", re.IGNORECASE),
        frozenset({"notice_given", "churn_discussed", "seeking_exit"}),
    ),
    (
        re.compile(r"\b(?:breach(?:ed)?|leak\w*|stolen|hacked|data loss|corrupt\w*)\b|泄露|数据丢失|被盗", re.IGNORECASE),
        frozenset({"data_at_risk", "security_incident", "sla_breached"}),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Verdicts:
    """Judges sentences against what is known."""

    known: Known

    def why_not(self, sentence: str, slot: Slot) -> str | None:
        """Return why the sentence cannot stand in the slot; null where it can."""
        try:
            self._prove(sentence, slot)
        except Unproven as verdict:
            return verdict.reason
        return None

    def _prove(self, sentence: str, slot: Slot) -> None:
        cited = list(dict.fromkeys(_ID.findall(sentence)))
        strange = [m for m in cited if m not in self.known.evidence]
        if strange:
            raise Unproven(code="no_message", reason=f"it cites {strange[0]}, which is no id of the evidence")
        if slot.name in STORIES and not cited and not self._follows(sentence):
            raise Unproven(code="no_quote", reason="it cites nothing; cite the evidence behind it")
        if injects(sentence):
            raise Unproven(code="content", reason="it speaks to a machine")
        support = self._support(cited, slot)
        body = _prove_quoted(CITATION.sub("", sentence), support)
        account = self.known.dossier.facts.account_name.value
        prove_figures(body, support)
        prove_names(body, support, account)
        self._prove_posts(body)
        prove_negations(body, support)
        self._prove_promises(body, slot, support)
        self._prove_grave(body, support)
        _prove_content(body, support)

    def _follows(self, sentence: str) -> bool:
        """Whether a sentence without citation says no more than what is computed or unknown."""
        told = fold("\n".join((*self.known.computed, self.known.labels)))
        stems = content(sentence)
        known = sum(fold(s) in told for s in stems)
        return bool(find("unknown", sentence)) or (bool(stems) and known >= len(stems) / 2)

    @cached_property
    def _thread(self) -> Thread:
        messages = [
            Message(id=m, text="\n".join(q)) for m, q in self.known.evidence.items()
        ]  # fmt: skip
        return Thread(
            Ticket(source_format="dossier", digest="", messages=tuple(messages), subject=self.known.dossier.subject)
        )

    def _support(self, cited: list[str], slot: Slot) -> Support:
        proofs = list(self._cited(cited))
        told = [line for m in cited for line in self.known.told(m)]
        lines = [*self.known.computed, *told, self.known.labels]
        if slot.name not in STORIES:
            lines += [CITATION.sub("", slot.draft), slot.beside]
        proofs += [self._proof(_COMPUTED, line) for line in lines if line.strip()]
        return Support(proofs, self._thread)

    def _cited(self, cited: list[str]) -> Iterator[Proof]:
        for name in cited:
            for quote in self.known.evidence[name]:
                yield self._proof(name, quote)

    def _proof(self, name: str, text: str) -> Proof:
        message = self._thread.by_id.get(name)
        if message is None or text not in message.text:
            message = Message(id=name, text=text)
            self._thread.by_id.setdefault(name, message)
        start = message.text.index(text)
        return Proof(Evidence(message=name, start=start, end=start + len(text), quote=text), message, self._thread)

    def _prove_posts(self, body: str) -> None:
        """Raise Unproven where somebody is given a post that the facts give to another."""
        facts = self.known.dossier.facts
        people = {n for n in (facts.csm.value, facts.account_owner.value, facts.contact_name.value) if n}
        people |= {r.who for r in facts.timeline.value or () if r.who}
        people |= {a.by for a in facts.actions_taken.value or () if a.by}
        spots = {span: name for name in people for span in name_spans(name, body)}
        roles = [(m.start(), m.end(), f) for f, b in ROLES.items() for m in words(b).finditer(lower(body))]
        for span, role in pairs(body, sorted(spots), roles):
            holder = facts.get(role).value
            near = any(
                f == role and (0 <= a - span[1] <= len(" (our ") or 0 <= span[0] - b <= len(" is "))
                for a, b, f in roles
            )
            if near and holder != spots[span]:
                raise Unproven(code="role", reason=f"the facts do not say that {spots[span]!r} holds that post")

    def _prove_promises(self, body: str, slot: Slot, support: Support) -> None:
        if find("promise_not", body):
            return
        strong = find("promise_strong", body)
        weak = find("promise_weak", body) if slot.name in STORIES else None
        promised = strong or weak
        if promised and fold(promised.group()) not in fold(support.text):
            raise Unproven(code="content", reason=f"{promised.group()!r} promises what nobody has agreed to")

    def _prove_grave(self, body: str, support: Support) -> None:
        shown = {s.name for s in self.known.dossier.signals}
        for offer in _OFFERS.finditer(body):
            if fold(offer.group())[:6] not in fold(support.text):
                raise Unproven(code="content", reason=f"{offer.group()!r} is offered by nobody in the evidence")
        for pattern, signals in _GRAVE:
            match = pattern.search(body)
            if match and not shown & signals and fold(match.group())[:5] not in fold(support.text):
                raise Unproven(code="content", reason=f"{match.group()!r} is not in what it cites")


def _prove_quoted(text: str, support: Support) -> str:
    """Return the text without its quotations; raise Unproven for one that is not in the cited evidence."""
    held = [fold(p.evidence.quote) for p in support.proofs]
    for quote in quotes(text):
        pieces = [p for p in _ELLIPSIS.split(quote.strip(_MARKS)) if fold(p)]
        if not all(any(fold(p) in h for h in held) for p in pieces):
            raise Unproven(code="quote_absent", reason=f"the words {quote[:60]} are not word for word in what it cites")
        text = text.replace(quote, " ")
    return text


def _prove_content(body: str, support: Support) -> None:
    """Raise Unproven where most of what the sentence speaks of is nowhere in what it may speak of."""
    language = language_of(body)
    spoken = {language_of(p.line) for p in support.proofs if p.evidence.message != _COMPUTED}
    if spoken - {None, language}:
        return
    told = frozenset(content(support.text))
    mine = content(body)
    if mine and sum(s in told for s in mine) < _LEAST * len(mine):
        raise Unproven(code="content", reason="most of it is not in what it cites; say what the evidence says")
