"""The customer's escalating contact, and the role that stands with the name."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from agent.claims import Claim
from agent.engines.rules.account import ORG_WORD, account_claims
from agent.engines.rules.titles import name_and_title
from agent.engines.rules.wording import is_item
from agent.values.names import same_person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.claims import Quote
    from agent.engines.rules.scene import Scene
    from agent.facts import Source
    from agent.ticket import Message, Party

_SHARED = re.compile(
    r"\b(?:desk|support|service|team|helpdesk|info|office|billing|accounts?|invoices?|admin|reception|noreply|no-reply|"
    r"it|ops|operations|buchhaltung|facturation|compras|mailbox|inbox|group|bot)\b"
    r"|(?:係|課|部|窓口|担当|チーム|センター|小组|部门|客服|팀|부서)$",
    re.IGNORECASE,
)
_SHORT = re.compile(r"^[^\W\d_]{2,} [A-ZÀ-ÖØ-Þ]\.?$")
_LOGIN = re.compile(r"^[a-z0-9][a-z0-9._-]*$")
"""An account's handle is nobody's name."""
_FIRST = re.compile(r"^[A-ZÀ-ÖØ-Þ][a-zà-ɏ’'-]+$")
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_VOICE = 1.2
"""What it weighs to be the one who speaks for the customer all along."""
_FIRM_AND_NAME = re.compile(r"^[가-힣A-Za-z0-9]{3,} [가-힣]{2,4}$")
_ADDRESS = re.compile(
    r"^(?:(?:Dr|Prof|Mr|Mrs|Ms|Mx|Herr|Frau|Hr|Fr|M|Mme|Sr|Sra|Dott|Ing|Dipl)\b\.?(?:-Ing\.)?[ \t]*)+"
)
_PRESSING = (
    "dissatisfied", "renewal_doubted", "notice_given", "churn_discussed", "legal_threat", "press_threat",
    "our_executive_requested", "customer_exec",
)  # fmt: skip
_CJK_TITLE = (
    r"[,，、 ]{0,2}[^，。,、\n]{0,8}?(?:的|の)?"
    r"([\u4e00-\u9fff]{0,6}?(?:总监|總監|经理|經理|主任|主管|部长|部長|科长|課長|处长|處長|院长|院長|校长|校長|店长|店長|負責人|负责人|室長|係長|責任者))"
)
_LETTERS = re.compile(r"(?:,?\s+(?:[A-Z]{2,5}|Ph\.?D\.?|M\.?A\.?|B\.?A\.?|MSc|BSc))+$")


def contact_claims(scene: Scene) -> list[Claim]:
    """Claims of the customer's escalating contact and the role that stands with the name."""
    party, quote = _contact(scene)
    if party is None or quote is None:
        return []
    if _LOGIN.match(party.name):
        return []
    if _SHORT.match(party.name) or (_FIRST.match(party.name) and not party.title):
        full = _in_full(scene, party.name)
        if full or _SHORT.match(party.name):
            return full
    source: Source = "customer" if _by_customer(scene, quote.message) else "vendor"
    claims = [Claim(field="contact_name", value=_plain(party.name), source=source, quotes=(quote,))]
    quotes = name_and_title(scene, party)
    title = _own_title(scene, party)
    if title and quotes:
        claims.append(Claim(field="contact_role", value=title, source=source, quotes=quotes))
    elif not party.title:
        claims += _introduced(scene, party, source)
    return claims


def _in_full(scene: Scene, short: str) -> list[Claim]:
    """The name as it is written out where the screen shortens it ("Ann L."), with the post behind it; else nothing.

    A chat's short name is no name to put before an executive.
    """
    first, _, letter = short.rstrip(".").partition(" ")
    family = rf"{letter or _CAPITAL}[\w’'-]+(?: {_CAPITAL}[\w’'-]+){{0,2}}"
    whole = re.compile(rf"\b{re.escape(first)} {family}(?:, ([^\W\d_][^,.;\n]{{2,50}}))?")
    for message in [m for m in scene.view.spoken if letter or m.role == "customer"]:
        for match in whole.finditer(message.text):
            if message.marked(*match.span()):
                continue
            name, title = match.group().split(",")[0], match.group(1)
            source: Source = "customer" if message.role == "customer" else "vendor"
            quote = scene.quote_of(message.id, *match.span())
            claims = [Claim(field="contact_name", value=name, source=source, quotes=(quote,))]
            if title and scene.title_concepts(title) | scene.label_concepts(title):
                claims.append(Claim(field="contact_role", value=title.strip(), source=source, quotes=(quote,)))
            return claims
    return []


def _introduced(scene: Scene, party: Party, source: Source) -> list[Claim]:
    """A title that a Chinese or Japanese sentence gives right behind the name ("我是林夏，贵方的运营总监")."""
    for message in scene.view.spoken:
        for match in re.finditer(re.escape(party.name) + _CJK_TITLE, message.text):
            if not message.marked(*match.span()):
                quote = scene.quote_of(message.id, *match.span())
                title = re.split(r"[的の]", match.group(1))[-1] or match.group(1)
                return [Claim(field="contact_role", value=title, source=source, quotes=(quote,))]
    return []


def _own_title(scene: Scene, party: Party) -> str | None:
    """The title without the company behind it."""
    if not party.title:
        return None
    names = {p.company for p in scene.ticket.people if p.company} | {c.value for c in account_claims(scene)}
    if any(isinstance(name, str) and party.title in name for name in names):
        return None
    parts = re.split(r"(\s*[,|·•@]\s+|\s+[—–-]\s+)", party.title)
    for at in range(2, len(parts), 2):
        if _firm(parts[at].strip(), names):
            parts = parts[: at - 1]
            break
    return "".join(parts).strip(" ,;") or None


def _firm(tail: str, names: Iterable[object]) -> bool:
    return bool(ORG_WORD.search(tail)) or any(isinstance(n, str) and tail and (tail in n or n in tail) for n in names)


def _plain(name: str) -> str:
    """The name without the forms of address in front and the letters behind; in Korean without the firm in front."""
    if _FIRM_AND_NAME.match(name):
        return name.rsplit(maxsplit=1)[-1]
    bare = _ADDRESS.sub("", name).strip()
    bare = _LETTERS.sub("", bare).strip(" ,") if len(bare.split()) > 2 else bare  # noqa: PLR2004 - a name of two words
    return bare or name


def _by_customer(scene: Scene, message: str) -> bool:
    held = scene.ticket.message(message)
    return held is not None and held.role == "customer"


def _contact(scene: Scene) -> tuple[Party | None, Quote | None]:
    for message in _asking_order(scene):
        author = message.author or ""
        if not author or _SHARED.search(author):
            continue
        party = scene.person(author)
        if party is None:
            continue
        best = _party_in(scene, party, message)
        if best.message is not None and best.start is not None and best.end is not None:
            return best, scene.quote_of(best.message, best.start, best.end)
    return _spoken_of(scene)


def _party_in(scene: Scene, party: Party, message: Message) -> Party:
    """The mention of the person with a title, in this message first."""
    mentions = [p for p in scene.ticket.people if same_person(p.name, party.name) and p.start is not None]
    titled = [p for p in mentions if p.title]
    return next((p for p in titled if p.message == message.id), (titled or mentions or [party])[-1])


def _asking_order(scene: Scene) -> list[Message]:
    """Customer messages, the one that asks most first: asks, deadlines, displeasure, and a title under the name."""
    spoken = [m for m in scene.view.spoken if m.role == "customer"]
    voices = Counter(m.author for m in spoken)
    weights = (_weight(scene, m) + _VOICE * voices[m.author] / len(spoken) for m in spoken)
    return [m for _, _, m in sorted(zip(weights, range(len(spoken)), spoken, strict=True), key=_by_weight)]


def _by_weight(entry: tuple[float, int, Message]) -> tuple[float, int]:
    return -entry[0], -entry[1]


def _weight(scene: Scene, message: Message) -> float:
    line = scene.view.by_message[message.id]
    asks = min(sum(scene.has(s, "ask") for s in line), 4)
    lists = sum(is_item(s) for s in line) >= 2 or any(scene.has(s, "ask_heading") for s in line)  # noqa: PLR2004 - a list
    days = any(scene.has(s, "deadline") and scene.has(s, "ask") for s in line)
    mood = any(scene.has(s, *_PRESSING) for s in line)
    party = scene.person(message.author or "")
    return asks + 2 * lists + days + mood + (1 if party and party.title else 0)


def _spoken_of(scene: Scene) -> tuple[Party | None, Quote | None]:
    """Where no customer wrote: the customer's person with a title whom our side quotes or names most, still in post."""
    ours = {m.author for m in scene.view.spoken if m.role == "vendor"}
    people = [
        p
        for p in scene.ticket.people
        if p.role in {"customer", "unknown"} and p.start is not None and p.message and p.name not in ours
    ]
    counts = {p.name: sum(m.text.count(p.name.split()[0]) for m in scene.ticket.messages) for p in people}
    standing = [p for p in people if not _gone(scene, p) and (p.role == "customer" or p.title)]
    ranked = sorted(standing, key=lambda p: (bool(p.title), _introduces(scene, p), counts[p.name]), reverse=True)
    for party in ranked:
        if party.message and party.start is not None and party.end is not None:
            return party, scene.quote_of(party.message, party.start, party.end)
    return None, None


def _gone(scene: Scene, party: Party) -> bool:
    sentence = scene.view.sentence_at(party.message or "", party.start or 0)
    return sentence is not None and scene.has(sentence, "role_gone")


def _introduces(scene: Scene, party: Party) -> bool:
    """Whether the name introduces words of the person: a quotation follows it closely."""
    held = scene.ticket.message(party.message or "")
    after = held.text[party.end or 0 : (party.end or 0) + 90] if held else ""
    return bool(re.search(r"[:：]\s*(?:>\s*)?[\"“„«「]", after))
