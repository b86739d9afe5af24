"""Who is who: the customer's side, the supplier's, machines; and what the customer can see."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.intake import addressed, sides
from agent.intake.affiliation import sort_by_company
from agent.intake.names import EMAIL, bare, same_person
from agent.intake.signers import named
from agent.intake.words import CUSTOMER_SIDE, MACHINE, OURS

if TYPE_CHECKING:
    from agent.intake.draft import Draft, Entry
    from agent.ticket import Role

DESK = re.compile(
    r"^(?:(?:customer|client|product|tech(?:nical)?)?[._-]?(?:support|help|helpdesk|servicedesk|service|care|"
    r"success|escalations?|eskalation(?:en)?|tickets?|"
    r"kundenservice|kundendienst|soporte|suporte|assistenza|aide|sav|info|hello|contact|cs|team|billing|privacy|"
    r"security|ask|feedback|sac|kontakt))(?:[+._-].*)?$",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(
    r"^(?:no-?_?reply|do-?not-?reply|donotreply|mailer-daemon|postmaster|bounces?|notifications?|alerts?|"
    r"automation|system|bot|daemon)\b",
    re.IGNORECASE,
)
_FREE = frozenset((
    "gmail", "googlemail", "hotmail", "outlook", "live", "yahoo", "icloud", "gmx", "web", "aol",
    "proton", "protonmail", "qq", "163", "126", "foxmail", "naver", "mail",
))  # fmt: skip
_TWO_LABELS = 2
_FEWEST_INSIDE = 2
_TWO = frozenset(["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go"])


def home(address: str | None) -> str | None:
    """Return the registrable domain of a mail address, null for free mail and no address."""
    labels = (address or "").rpartition("@")[2].lower().strip(" .>").split(".")
    if len(labels) < _TWO_LABELS:
        return None
    keep = 3 if len(labels) > _TWO_LABELS and labels[-2] in _TWO and len(labels[-1]) == _TWO_LABELS else 2
    return None if labels[-keep] in _FREE else ".".join(labels[-keep:])


def assign(draft: Draft) -> None:
    """Set role and visibility of every entry, and the role of everybody named."""
    draft.entries = named(draft.entries)
    sides_ = _Sides(draft)
    sides_.from_headers()
    draft.entries = [in_role(e, sides_.known(e)) for e in draft.entries]
    sides_.learn()
    if draft.internal and draft.source_format not in {"eml", "mail chain"}:
        draft.entries = [in_role(e, "vendor" if e.role == "unknown" else e.role) for e in draft.entries]
    if draft.source_format == "transcript":
        sort_by_company(draft)
        sides_.learn()
    draft.entries = [in_role(e, sides_.known(e)) for e in draft.entries]
    mail = draft.source_format in {"eml", "mail chain"}
    if mail or any(e.quoted for e in draft.entries):
        _alternate(draft.entries)
    sides_.learn()
    if draft.source_format == "json":
        draft.entries = addressed.opened(draft.entries)
        sides_.learn()
        draft.entries = [in_role(e, sides_.known(e)) for e in draft.entries]
    if not mail:
        draft.entries = addressed.told(draft.entries)
        sides_.learn()
        _by_wording(draft)
        if draft.source_format == "json":
            draft.entries = addressed.unaddressed(draft.entries)
        sides_.learn()
    draft.entries = [in_role(e, sides_.known(e)) for e in draft.entries]
    last = draft.entries[-1] if draft.entries else None
    if (
        draft.source_format == "mail chain"
        and last
        and not last.quoted
        and last.role == "vendor"
        and sides.speaks_inside(last.text)
    ):
        draft.internal = True
    draft.entries = _visible(draft)
    draft.people = [
        replace(p, role=sides_.role_of(p.name, p.email, p.title) if p.role == "unknown" else p.role)
        for p in draft.people
    ]


def in_role(entry: Entry, role: Role) -> Entry:
    """Return the entry with that role; the same one where it has it."""
    return entry if entry.role == role else replace(entry, role=role)


class _Sides:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.names: dict[str, Role] = {}
        self.mails: dict[str, Role] = {}
        self.vendor = {d for x in draft.vendor_domains if (d := home(f"@{x}"))}
        self.customer = {d for x in draft.customer_domains if (d := home(f"@{x}"))}
        self.firms: dict[str, Role] = {}
        self.told: dict[tuple[str | None, str | None, str | None, bool], Role] = {}
        self.learn()

    def learn(self) -> None:
        """Take over what entries and people already say."""
        self.told = {}
        for p in self.draft.people:
            self._learn(p.name, p.email, p.role, p.company)
        for e in self.draft.entries:
            role: Role = "vendor" if e.role == "unknown" and e.public is False else e.role
            self._learn(e.author, e.email, role, e.company)

    def _learn(self, name: str | None, email: str | None, role: Role, firm: str | None) -> None:
        if role not in {"vendor", "customer"}:
            return
        if firm:
            self.firms.setdefault(firm.casefold(), role)
        if name:
            self.names.setdefault(bare(name), role)
        if email:
            self.mails.setdefault(email.lower(), role)
            self._domain(home(email), role)

    def _domain(self, domain: str | None, role: Role) -> None:
        if domain and domain not in self.vendor | self.customer:
            (self.vendor if role == "vendor" else self.customer).add(domain)

    def from_headers(self) -> None:
        """Tell the sides apart by sender and recipients of the mail itself."""
        if self.draft.source_format not in {"eml", "mail chain"}:
            return
        outer = next((e for e in reversed(self.draft.entries) if e.email), None)
        if outer is None or self._passed_on(outer):
            return
        sender = home(outer.email)
        to = [m.lower() for m in EMAIL.findall(outer.to or "")]
        homes = {home(m) for m in to} - {None}
        local = (outer.email or "").partition("@")[0]
        desk = next((m for m in to if DESK.match(m.partition("@")[0])), None)
        if sender and homes and homes <= {sender}:
            self.vendor.add(sender)
            self.draft.internal = not DESK.match(local) or True
        elif desk and home(desk) and home(desk) != sender:
            self._opposed(home(desk), sender)
        elif sender and (DESK.match(local) or OURS.inside(f"{outer.title or ''} {outer.author or ''}")):
            self._opposed(sender, next(iter(homes - {sender}), None))
        elif sender and homes:
            self._by_text(outer, sender, next(iter(sorted(h for h in homes if h))))
        elif self.draft.source_format == "mail chain":
            self._by_top(outer)

    def _passed_on(self, outer: Entry) -> bool:
        """Whether the top is somebody of ours, who writes to colleagues about the mail below, which came to them."""
        top = self.draft.entries[-1]
        if top is outer or top.email or not top.author or not sides.speaks_inside(top.text):
            return False
        mine = [m for m in EMAIL.findall(outer.to or "") if top.author.casefold() in (outer.to or "").casefold()]
        if not mine or home(mine[0]) in {None, home(outer.email)}:
            return False
        self._opposed(home(mine[0]), home(outer.email))
        self.names[bare(top.author)] = "vendor"
        return True

    def _by_top(self, outer: Entry) -> None:
        """Tell the sides of a pasted chain by its top, which is written to a colleague about the customer."""
        top = self.draft.entries[-1]
        own = next((e for e in self.draft.entries if e.email and e.author and e.author == top.author), None)
        others = {home(e.email) for e in self.draft.entries} - {None}
        if own and sides.speaks_inside(top.text):
            self._opposed(home(own.email), next(iter(sorted(h for h in others if h and h != home(own.email))), None))
        elif own and outer is own:
            self.customer.add(home(own.email) or "")

    def _by_text(self, outer: Entry, sender: str, other: str) -> None:
        first = next((e for e in self.draft.entries if home(e.email) in {sender, other}), outer)
        lean = sides.leaning(outer.text) + (2 if OURS.inside(outer.text[-400:]) else 0)
        if lean > 0:
            self._opposed(sender, other)
        elif lean < 0:
            self._opposed(other, sender)
        else:
            customer = home(first.email) or sender
            self._opposed(other if customer == sender else sender, customer)

    def _opposed(self, vendor: str | None, customer: str | None) -> None:
        if vendor:
            self.vendor.add(vendor)
        if customer and customer != vendor:
            self.customer.add(customer)

    def known(self, entry: Entry) -> Role:
        """Return an entry's side as far as it is certain."""
        if entry.role != "unknown":
            return entry.role
        key = (entry.author, entry.email, entry.title, entry.public is False)
        if key not in self.told:
            found = self.role_of(entry.author, entry.email, entry.title, internal=entry.public is False)
            self.told[key] = self._by_firm(entry.company) if found == "unknown" and entry.company else found
        return self.told[key]

    def _by_firm(self, firm: str) -> Role:
        """Return the side of a company: one that is known, or the other one where only the supplier's is."""
        if self.draft.source_format != "json" or firm.casefold() in self.firms:
            return self.firms.get(firm.casefold(), "unknown")
        return "customer" if "vendor" in self.firms.values() else "unknown"

    def role_of(  # noqa: C901, PLR0911  one return a kind of evidence, the strongest first
        self, name: str | None, email: str | None, title: str | None, *, internal: bool = False
    ) -> Role:
        """Return the side of somebody by address, name and title."""
        address = (email or "").lower()
        if _AUTOMATIC.match(address.partition("@")[0]) or (name and MACHINE.inside(name) and not address):
            return "bot" if name and re.search(r"\bbot\b|助手|机器人", name, re.IGNORECASE) else "system"
        if address in self.mails:
            return self.mails[address]
        domain = home(address)
        if domain in self.vendor:
            return "vendor"
        if domain in self.customer:
            return "customer"
        if internal:
            return "vendor"
        folded = bare(name or "")
        if folded in self.names:
            return self.names[folded]
        if name and (OURS.inside(name) or any(_label(d) in folded.replace(" ", "") for d in self.vendor)):
            return "vendor"
        if title and OURS.inside(title):
            return "vendor"
        if name and CUSTOMER_SIDE.whole(name):
            return "customer"
        if domain and self.vendor and self.draft.source_format in {"eml", "mail chain"}:
            return "customer"
        near = {r for n, r in self.names.items() if name and len(n.split()) > 1 and same_person(n, name)}
        return near.pop() if len(near) == 1 else "unknown"


def _label(domain: str) -> str:
    return domain.split(".", maxsplit=1)[0]


def _alternate(entries: list[Entry]) -> None:
    """In a mail chain, who is answered is the other side; what is forwarded inside the supplier is the customer's."""
    for i in range(len(entries) - 2, -1, -1):
        now, above = entries[i], entries[i + 1]
        if now.role != "unknown" or not now.quoted:
            continue
        same = next(
            (e.role for e in entries[i + 1 :] if e.author and e.author == now.author and e.role != "unknown"), None
        )
        if same:
            entries[i] = replace(now, role=same)
        elif above.role == "customer":
            entries[i] = replace(now, role="vendor")
        elif above.role == "vendor":
            entries[i] = replace(now, role="customer")
    if len(entries) > 1 and entries[-1].role == "unknown" and not entries[-1].quoted:
        below = entries[-2].role
        entries[-1] = replace(
            entries[-1], role="customer" if below == "vendor" else "vendor" if below == "customer" else "unknown"
        )


def _among_us(draft: Draft, lean: dict[str, int]) -> bool:
    """Whether all who write are the supplier's people, who speak of a customer that is not there."""
    everything = "\n".join(sides.fresh(e.text) for e in draft.entries)[:50_000]
    inside = sides.count(sides.INSIDE, everything)
    if any(e.public for e in draft.entries):
        return False
    if sides.count(sides.OWN, everything) and not draft.channel:
        return inside + sides.count(sides.OWN, everything) >= _FEWEST_INSIDE and not sides.count(
            sides.SUPPLIER, everything
        )
    if draft.channel:
        return bool(inside) and inside >= sides.count(sides.CUSTOMER, everything)
    return (
        all(v >= 0 for v in lean.values()) and inside >= _FEWEST_INSIDE and not sides.count(sides.SUPPLIER, everything)
    )


def _by_wording(draft: Draft) -> None:
    """Tell the authors that are left by how they talk; the one who opens the ticket is the customer."""
    open_ = [e for e in draft.entries if e.role == "unknown" and e.author]
    if not open_:
        return
    talk: dict[str, list[str]] = defaultdict(list)
    for e in open_:
        talk[e.author or ""].append(sides.fresh(e.text))
    lean = {name: sides.leaning("\n".join(texts)) for name, texts in talk.items()}
    roles = {e.role for e in draft.entries}
    first = next((e.author for e in draft.entries if e.role not in {"system", "bot"}), None)
    if "customer" not in roles and _among_us(draft, lean):
        draft.internal = True
        found: dict[str, Role] = dict.fromkeys(lean, "vendor")
    else:
        own = {name for name, texts in talk.items() if sides.count(sides.OWN, "\n".join(texts))}
        found = {n: "vendor" if v > 0 or n in own else "customer" if v < 0 else "unknown" for n, v in lean.items()}
        if first in found and "customer" not in roles and found[first] != "vendor":
            found[first] = "customer"
        if "customer" in roles | set(found.values()) and "vendor" not in roles | set(found.values()):
            found = {n: r if r != "unknown" else "customer" if n == first else "vendor" for n, r in found.items()}
        if _all_titled(draft.entries):
            found = {n: "customer" if r == "unknown" else r for n, r in found.items()}
    draft.entries = [in_role(e, found.get(e.author or "", e.role)) if e.role == "unknown" else e for e in draft.entries]


def _all_titled(entries: list[Entry]) -> bool:
    """Whether several of ours write, each with a post behind the name: then who has none is not of ours."""
    ours = {e.author: e.title for e in entries if e.role == "vendor"}
    return len(ours) > 1 and all(ours.values()) and all(e.title is None for e in entries if e.role == "unknown")


def _visible(draft: Draft) -> list[Entry]:
    """Say what the customer can see, where the source does not."""
    mail = draft.source_format in {"eml", "mail chain"}
    met = not draft.internal
    customers = any(e.role == "customer" for e in draft.entries)
    out: list[Entry] = []
    for e in reversed(draft.entries):
        met = met or e.role == "customer"
        public = e.public
        if public is None and mail:
            public = bool(met) if e.role != "unknown" or met else None
        elif public is None and draft.source_format in {"transcript", "note"}:
            public = False if draft.internal else True if customers else None
        out.append(e if public is e.public else replace(e, public=public))
    return out[::-1]
