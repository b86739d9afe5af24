"""What each field asks of its quotes beyond that they are there."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, get_args

from agent.facts import ActionTaken, Influence, TimelineEntry
from agent.grounding.model import Unproven
from agent.grounding.people import name_spans, prove_whole
from agent.grounding.posts import prove_role
from agent.grounding.prose import prove_text
from agent.grounding.tenure import prove_present
from agent.grounding.vocabulary import COLOURS, CONTRACT_END, REPORTING, TIERS, WAS, words
from agent.values.fold import lower
from agent.values.names import same_person
from agent.values.negation import negations_in
from agent.values.times import times_in
from agent.values.typography import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.claims import Claim
    from agent.grounding.support import Proof, Support

ACCOUNT_FIELDS = frozenset(
    {"account_name", "account_tier", "arr", "csm", "account_owner", "renewal_date", "renewal_risk"}
)
_DAY_LENGTH = len("2026-01-01")
_CLOCK = slice(11, 16)
_NEAR = 24
_REPORT_REACH = 400
_GENERIC_WHO = re.compile(
    r"^(?:the )?(?:customer|client|vendor|support|engineering|our side|we|us|they|system|billing|"
    r"finance|security|product|team|客户|我方|供应商|kunde|wir|cliente|client|nous)(?:'s)?(?: (?:team|side|"
    r"desk))?$"
)


def text_of(claim: Claim) -> str:
    """Return the value as the string that it has to be."""
    if not isinstance(claim.value, str) or not claim.value.strip():
        raise Unproven(code="value", reason="the value has to be a text that is not empty")
    return claim.value.strip()


def prove_own(claim: Claim, support: Support) -> None:
    """Raise Unproven where a field of the account rests on another account's record."""
    other = next((p.about for p in support.proofs if p.about), None)
    if other and claim.field in ACCOUNT_FIELDS:
        raise Unproven(
            code="other_account",
            reason=f"the quoted record belongs to {other!r}, another account; quote the ticket's own",
        )


def prove_account_name(value: str, support: Support) -> None:
    """Raise Unproven where the account's whole name is in no quote."""
    wanted = re.escape(folded(value).text.casefold())
    edge = r"[^\W\d_]" if re.match(r"[a-z]", wanted) else r"(?!)"
    if not any(re.search(rf"(?<!{edge}){wanted}(?!{edge})", folded(p.text).text.casefold()) for p in support.proofs):
        raise Unproven(
            code="name", reason=f"no quote holds the whole account name {value!r}; give it as it stands there"
        )


def prove_post(field: str, value: str, support: Support) -> None:
    """Raise Unproven where the name is not whole, not in office, or not in that role."""
    prove_whole(value, support)
    prove_present(value, support)
    prove_role(field, value, support)


def prove_renewal_date(value: str, support: Support) -> None:
    """Raise Unproven where the day is not told by the quotes, or not as the end of the contract."""
    day = _iso_day(value)
    for proof in support.proofs:
        for span in proof.dates:
            if day in span.days and (span.precision == "day" or (span.edge == "end" and span.value == day)):
                if _says_contract(proof, support):
                    return
                raise Unproven(
                    code="role",
                    reason=f"nothing quoted says that {span.text!r} ends the contract; quote what does",
                )
    raise Unproven(code="date", reason=f"the quotes do not give the day {value}; quote the words that hold it")


def _says_contract(proof: Proof, support: Support) -> bool:
    texts = [*(p.line for p in support.proofs if p.message.id == proof.message.id), *proof.labels]
    return any(words(CONTRACT_END).search(lower(t).replace("_", " ")) for t in texts)


def _iso_day(value: str) -> date:
    try:
        return date.fromisoformat(value[:_DAY_LENGTH])
    except ValueError:
        raise Unproven(code="value", reason=f"{value!r} is no ISO date; write YYYY-MM-DD") from None


def prove_tier(value: str, support: Support, tiers: Mapping[str, tuple[str, ...]]) -> str:
    """Return the tier in the policy's own spelling; raise Unproven where the quotes do not name it."""
    for name, body in _tier_words(tiers).items():
        if lower(value) != lower(name) and not words(body).fullmatch(lower(value)):
            continue
        if any(_affirmed(body, p.line) for p in support.proofs):
            return name
        raise Unproven(code="value", reason=f"the quotes do not name the tier {value!r}; quote the words that do")
    if any(_affirmed(re.escape(lower(value)), p.line) for p in support.proofs):
        return value
    raise Unproven(code="value", reason=f"the quotes do not name the tier {value!r}; quote the words that do")


def _tier_words(tiers: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    out = dict(TIERS)
    for name, synonyms in tiers.items():
        extra = "|".join(re.escape(lower(s)) for s in (name, *synonyms))
        out[name] = f"{out[name]}|{extra}" if name in out else extra
    return out


def _affirmed(body: str, text: str) -> bool:
    """Whether the word stands in the text without a no right before it."""
    low = lower(text)
    for match in words(body).finditer(low):
        lead = re.split(r"[,.;:，；。]", low[max(0, match.start() - _NEAR) : match.start()])[-1]
        if not negations_in(lead):
            return True
    return False


def prove_risk(value: str, support: Support) -> str:
    """Return green, amber or red; raise Unproven where it is not the colour that the quotes end on."""
    wanted = next((c for c, body in COLOURS.items() if lower(value) == c or words(body).fullmatch(lower(value))), None)
    if wanted is None:
        raise Unproven(code="value", reason=f"{value!r} is none of green, amber, red")
    for proof in reversed(support.proofs):
        standing = _standing_colour(lower(proof.line))
        if standing == wanted:
            return wanted
        if standing:
            raise Unproven(
                code="value", reason=f"the quote ends on {standing}, not {wanted}; give the colour that stands"
            )
    raise Unproven(code="value", reason="no quote states the colour of the renewal; policy judges it from the signals")


def _standing_colour(low: str) -> str | None:
    """Return the last colour that is not told as a thing of the past."""
    found = sorted((m.start(), m.end(), c) for c, body in COLOURS.items() for m in words(body).finditer(low))
    for start, end, colour in reversed(found):
        lead = re.split(r"[,.;:，；。(（]", low[max(0, start - _NEAR) : start])[-1]
        was = re.search(rf"(?:{WAS})(?: the| auf| on| a)? ?$", lead) or words(WAS).match(low[end:].lstrip()[:6])
        named = words(WAS).search(lead) if len(found) > 1 and (start, end, colour) != found[-1] else was
        if not (was or named):
            return colour
    return None


def prove_influence(value: str) -> str:
    """Return the influence where it is one of the known kinds."""
    if value not in get_args(Influence):
        raise Unproven(code="value", reason=f"{value!r} is none of {', '.join(get_args(Influence))}")
    return value


def prove_side(field: str, support: Support) -> None:
    """Raise Unproven where a cause is not our side's belief, or an ask not the customer's."""
    roles = {p.message.role for p in support.proofs}
    known = {m.role for m in support.thread.ticket.messages}
    if field == "root_cause":
        if (
            "vendor" in roles
            or any(p.message.public is False for p in support.proofs)
            or ("vendor" not in known and "unknown" in roles)
        ):
            return
        raise Unproven(
            code="source", reason=("a root cause is what our side believes; quote our side, or leave it unknown")
        )
    if field == "customer_ask":
        if (
            "customer" in roles
            or ("customer" not in known and "unknown" in roles)
            or any(_reports(p, support) for p in support.proofs)
        ):
            return
        raise Unproven(
            code="source", reason=("an ask is the customer's; quote the customer, or our side quoting the customer")
        )


def _reports(proof: Proof, support: Support) -> bool:
    """Whether our side gives the customer's words or wish there."""
    ev, message = proof.evidence, proof.message
    if message.marked(ev.start, ev.end, frozenset({"quoted"})) or message.kind == "record":
        return True
    around = message.text[max(0, ev.start - _REPORT_REACH) : ev.end + _NEAR]
    if words(REPORTING).search(lower(around)) or re.search(r"[\"“„«「].{0,400}$", around, re.DOTALL):
        return True
    customers = [p.name for p in support.thread.ticket.people if p.role == "customer"]
    return any(any(name_spans(name, around)) for name in customers)


def prove_when(value: str, support: Support, *, strict: bool) -> None:
    """Raise Unproven where a day or time of an entry is neither told by its quotes nor the quoted message's own."""
    day = _iso_day(value)
    told = {d for p in support.proofs for s in p.dates for d in s.likely if s.precision == "day" or s.edge}
    whole = {s.value for p in support.proofs for s in p.dates if s.precision != "day"}
    if day not in told | support.own_days and not (not strict and day in whole):
        raise Unproven(
            code="date",
            reason=f"the day {value[:_DAY_LENGTH]} is neither in the quotes nor the day of a quoted message",
        )
    clock = value[_CLOCK]
    if clock and not any(t.minutes in p.times | p.own_time for p in support.proofs for t in times_in(clock)):
        raise Unproven(
            code="time", reason=f"the time {clock} is neither in the quotes nor the time of a quoted message"
        )


def prove_who(who: str | None, support: Support, account: str | None) -> None:
    """Raise Unproven where a person named as doing it is neither in the quotes nor the author."""
    if not who or _GENERIC_WHO.match(lower(who).strip()):
        return
    if any(same_person(who, a) and len(who) <= len(a) + 1 for a in support.authors) or any(
        name_spans(who, p.text) for p in support.proofs if any(name_spans(who, p.text))
    ):
        return
    prove_text(who, support, account)
    raise_if_unknown(who, support, account)


def raise_if_unknown(who: str, support: Support, account: str | None) -> None:
    """Raise Unproven where no word of the name is in the quotes, their authors or the account."""
    known = lower("\n".join([support.text, *support.authors, account or ""]))
    if not all(w in known for w in re.findall(r"[^\W\d_]{2,}", lower(who))):
        raise Unproven(
            code="name",
            reason=f"{who!r} is neither in the quotes nor the author of one; leave it out or quote its words",
        )


def prove_entry(entry: TimelineEntry | ActionTaken, support: Support, account: str | None) -> None:
    """Raise Unproven where an entry of the timeline or an action says more than its quotes."""
    if isinstance(entry, TimelineEntry):
        prove_when(entry.date, support, strict=False)
        prove_who(entry.who, support, account)
        prove_text(entry.event, support, account)
        return
    if entry.date:
        prove_when(entry.date, support, strict=False)
    prove_who(entry.by, support, account)
    prove_text(entry.action, support, account)
    if entry.outcome:
        prove_text(entry.outcome, support, account)
