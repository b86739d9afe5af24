"""Which account the ticket is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.claims import Claim, Quote
from agent.values.fold import is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.engines.rules.scene import Scene
    from agent.facts import Source

_LABEL = re.compile(
    r"(?m)(?:^|[\s\-*•])(?:kunde|kundin|customer|client|account|company|firma|cliente|cuenta|empresa|compte|société|conta|azienda|"
    r"klant|kund|asiakas|klient|客户|客戶|顧客|お客様|会社|公司|고객)\s*[:：]\s*\**([^\n.;,|*·]{2,60})",
    re.IGNORECASE,
)
_INNER = re.compile(
    r"\.(?!\w*(?:name|title|label|company|account|organi[sz]ation|customer|client|firma|kunde|nom|nombre|nome|naam|名|称))[^.]+$",
    re.IGNORECASE,
)
"""A part of an account that is not its name: "account.health"."""
_AT_FIRM = re.compile(r"[^\W\d_] @ ([A-ZÀ-ÖØ-Þ][\w’'&.-]*(?: (?:[A-ZÀ-ÖØ-Þ&][\w’'&.-]*|of|and|de|du|der|und|y|e))*)")
"""A visitor as chat windows name one: "Ann @ Firm"."""
_DOMAIN = re.compile(r"@(?:[\w-]+\.)*?([\w-]{3,})\.[a-z.]{2,}", re.IGNORECASE)
ORG_WORD = re.compile(
    r"\b(?:ltd|limited|gmbh|ag|inc|llc|plc|corp|co|company|group|holdings?|foods|logistics|hospice|hospital|clinics?|schools?|"
    r"academy|university|college|bank|hotels?|energy|utilities|partners|services|systems|labs?|pharma(?:cies|cy)?|council|"
    r"trust|association|foundation|oy|ab|as|aps|bv|nv|sa|sas|sarl|srl|spa|sl|kg|eg|se|lda|ltda|kk|haulage|freight|"
    r"growers|co-op|farms?|borough|county|library|consortium|airlines?|shipping|brewery|bakery|auctioneers|studios?|"
    r"d\.o\.o|s\.r\.o|z o\.o|e\.v|"
    r"games|media|insurance|benefits|pathology|pharmacy|veterinary|lettings|estates|storage|care|brewing|works|bureau|"
    r"cent(?:re|er)s?|museum|mus[eé]e|museo|museu|zoo|theat(?:re|er)|teatro|th[eé][aâ]tre|port|cl[ií]nicas?|cliniques?|"
    r"hospitales|hospitais|h[oô]pital|escuelas?|autoescuelas|escolas?|colegio|universi(?:dad|dade|t[eé]|t[àa])|"
    r"coop[eé]rativ[ae]|coöperatie|genossenschaft|societ[àa]|soci[eé]t[eé]|domaine|stadtwerke|stiftung|verein|"
    r"klinik(?:en|um)?|werke?|brauerei|verlag|spedition|handwerk|bodegas?|hermanos|hnos|fratelli|figli|"
    r"sp(?:ó|o)łka|zakłady|przedsiębiorstwo)\b\.?",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(
    r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'&.\-]*"
    r"(?:[ \t]+(?:&|and|und|et|y|e|of|the|de|du|des|della|do|da|van|[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'&.\-]*))*"
)
_HEADING_PART = re.compile(r"[^\s×⇄↔<>|·/【】\[\]()（）、，,:：—–«»“”„-][^\n×⇄↔<>|·/【】\[\]()（）、，,:：—–«»“”„-]*")
_BESIDE = re.compile("[×⇄↔]")
_NO_NAME = re.compile(r"@|https?:|\d[/.:-]\d|^\W*\d+\W*$|\d{4}|[€$£¥₹%]|\d,\d")
_MINIMUM = 3.0
_HEADING = 3
_FIRST_WORD = 4
_FIELD = 8
PROSE_RECORDS = frozenset({"note", "transcript", "text", "markdown"})


@dataclass(frozen=True)
class _Name:
    """A possible account name with its weight."""

    name: str
    weight: float
    quote: Quote
    source: Source


def account_claims(scene: Scene) -> list[Claim]:
    """Claims of the account's name: record, signature, label, heading; the contact's mail domain speaks for one."""
    domains = _customer_domains(scene)
    vendor = _vendor_words(scene)
    others = {_squash(f.about) for f in scene.ticket.fields if f.about}
    names = [
        _Name(_bare(scene, n.name), n.weight + (3 if _fits(n.name, domains) else 0), n.quote, n.source)
        for n in [
            *_from_fields(scene),
            *_from_people(scene),
            *_from_labels(scene),
            *_from_prose(scene, domains),
            *_from_heading(scene),
        ]
        if not _fits(n.name, vendor) and _squash(n.name) not in others and not _is_person(scene, n.name)
    ]
    standing = [n for n in names if n.weight >= _MINIMUM]
    ranked = sorted(standing, key=lambda n: n.weight)
    fuller = [n for n in standing if ranked and _fuller(n.name, ranked[-1].name)]
    ranked += sorted(fuller, key=lambda n: n.weight)[-1:]
    if ranked and not fuller and ranked[-1].weight < _FIELD:
        ranked += list(_in_full(scene, ranked[-1]))[:1]
    return [Claim(field="account_name", value=n.name, source=n.source, quotes=(n.quote,)) for n in ranked]


def _bare(scene: Scene, name: str) -> str:
    """The name without the tier that stands in brackets behind it."""
    behind = re.search(r"\s*[(（]([^()（）]{2,20})[)）]$", name)
    told = scene.label_concepts(behind[1]) if behind else frozenset()
    return name[: behind.start()] if behind and told & {"tier_enterprise", "tier_mid", "tier_smb"} else name


def _in_full(scene: Scene, known: _Name) -> Iterator[_Name]:
    """The same name with more of its words, where the thread writes it out: "Salada" in a title, "Conservas Salada"."""
    people = {token for p in scene.ticket.people for token in p.name.split()}
    for message in (*scene.view.spoken, *(m for m in scene.ticket.messages if m.kind == "record")):
        for match in _CAPITALISED.finditer(message.text):
            name = re.split(r"\.\s|\n", match.group())[0].strip(" .-")
            sentence = scene.view.sentence_at(message.id, match.start())
            if not _fuller(name, known.name) or sentence is None or scene.foreign(sentence):
                continue
            more = set(name.split()) - set(known.name.split())
            if more & people or match.start() == sentence.start:
                continue
            quote = Quote(message=message.id, text=name, start=match.start())
            yield _Name(name, known.weight, quote, "customer" if message.role == "customer" else "vendor")


def _fuller(name: str, other: str) -> bool:
    """Whether a name is the other one with more words of the firm's own around it."""
    return name != other and f" {other} " in f" {name} " and len(name) <= len(other) + 40


def _squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _fits(name: str, domains: set[str]) -> bool:
    """Whether a mail domain is the name, its beginning, or made of its first words."""
    from agent.values.names import fold_name  # noqa: PLC0415 - start-up

    plain = _squash(fold_name(name))
    return any(len(d) > 3 and (plain.startswith(d) or d.startswith(plain) or d in plain) for d in domains if plain)  # noqa: PLR2004


def _customer_domains(scene: Scene) -> set[str]:
    own = _vendor_words(scene)
    mails = [p.email for p in scene.ticket.people if p.email and p.role == "customer"]
    return {_squash(m.group(1)) for mail in mails if (m := _DOMAIN.search(mail))} - own - _PUBLIC


_PUBLIC = {
    "gmail",
    "outlook",
    "hotmail",
    "yahoo",
    "icloud",
    "gmx",
    "web",
    "googlemail",
    "proton",
    "protonmail",
    "qq",
    "163",
}


def _vendor_words(scene: Scene) -> set[str]:
    mails = [p.email for p in scene.ticket.people if p.email and p.role in {"vendor", "bot", "system"}]
    return {_squash(m.group(1)) for mail in mails if (m := _DOMAIN.search(mail))} - _PUBLIC


def vendor_name(scene: Scene, name: str) -> bool:
    """Whether the name is our own side's, by its mail domain."""
    return _fits(name, _vendor_words(scene))


def _from_fields(scene: Scene) -> Iterator[_Name]:
    but = ("label_other", "label_tier", "role_csm", "role_owner", "recurring", "renewal")
    seen: set[tuple[str, str]] = set()
    for field in scene.labelled("label_account", but=but):
        value, place = field.value.strip(), (field.label, field.message)
        if place in seen:  # what stands further down a column is about the account, not its name
            continue
        seen.add(place)
        if _INNER.search(field.label):
            continue
        if 1 < len(value) <= 80 and not _NO_NAME.search(value):  # noqa: PLR2004 - a name's length
            yield _Name(value, _FIELD, Quote(message=field.message, text=value, start=field.start), "record")


def _from_people(scene: Scene) -> Iterator[_Name]:
    spoken_of = {p.company for p in scene.ticket.people if p.role == "unknown" and p.company and p.title}
    for party in scene.ticket.people:
        alone = party.role == "unknown" and spoken_of == {party.company}
        if not party.company or not (party.role == "customer" or alone):
            continue
        held = scene.ticket.message(party.message or "")
        near = max(0, (party.start or 0) - 200)
        at = held.text.find(party.company, near) if held else -1
        sentence = scene.view.sentence_at(held.id, at) if held and at >= 0 else None
        if held and at >= 0 and not (alone and (sentence is None or scene.foreign(sentence))):
            quote = scene.quote_of(held.id, at, at + len(party.company))
            yield _Name(party.company, 5, quote, "customer" if held.role == "customer" else "vendor")


def _from_labels(scene: Scene) -> Iterator[_Name]:
    for message in scene.ticket.messages:
        for match in (*_LABEL.finditer(message.text), *_AT_FIRM.finditer(message.text)):
            sentence = scene.view.sentence_at(message.id, match.start(1))
            if sentence and not message.marked(*match.span(1)) and not scene.foreign(sentence):
                name = match.group(1).strip()
                yield _Name(name, 6, Quote(message=message.id, text=name, start=match.start(1)), "vendor")


def _from_prose(scene: Scene, domains: set[str]) -> Iterator[_Name]:
    """Capitalised names in the subject's thread that the customer's domain or a company word confirms."""
    for message in scene.ticket.messages:
        if message.kind == "record" and scene.ticket.source_format not in PROSE_RECORDS:
            continue
        for index, match in enumerate(_CAPITALISED.finditer(message.text)):
            name = match.group().strip(" .-")
            sentence = scene.view.sentence_at(message.id, match.start())
            if len(name) < 4 or sentence is None or message.marked(*match.span()) or scene.foreign(sentence):  # noqa: PLR2004
                continue
            heading = scene.ticket.source_format == "note" and not message.text[: match.start()].strip(" #*>\n")
            confirmed = _fits(name, domains)
            company = bool(ORG_WORD.search(name)) and " " in name
            weight: float = (1 if confirmed else 0) + (2 if company else 0)
            weight += (_HEADING if company else 1) if heading and " " in name else 0
            weight += 0.2 if index < 3 else 0  # noqa: PLR2004 - said at once
            if weight:
                quote = Quote(message=message.id, text=name, start=match.start())
                yield _Name(name, weight, quote, "customer" if message.role == "customer" else "vendor")


def _is_person(scene: Scene, name: str) -> bool:
    firm = any(_squash(p.company or "") == _squash(name) for p in scene.ticket.people)
    return not firm and any(_squash(p.name) == _squash(name) for p in scene.ticket.people)


def _begins_alike(name: str, company: str) -> bool:
    """Whether a short name begins as the company does: by two characters of a wide script, else by its first word."""
    if is_cjk(name[0]):
        return name[:2] == company[:2]
    first = name.split(maxsplit=1)[0]
    return len(first) >= _FIRST_WORD and company.casefold().split()[:1] == [first.casefold()]


def _from_heading(scene: Scene) -> Iterator[_Name]:
    """A name in a heading: beside ours in "A × B", or beginning as the customers' own company does in a chat."""
    companies = {p.company for p in scene.ticket.people if p.role == "customer" and p.company}
    ours = {p.company for p in scene.ticket.people if p.role == "vendor" and p.company}
    for message in scene.ticket.messages[:1]:
        head = message.text.split("\n\n", 1)[0]
        parts = [(m.group().strip(), m.start(), m.end()) for m in _HEADING_PART.finditer(head)]
        for index, (name, start, end) in enumerate(parts):
            if len(name) < 2 or name.isdigit() or name.islower() or name in companies | ours:  # noqa: PLR2004 - the shortest CJK name
                continue
            before, after = parts[max(0, index - 1) : index], parts[index + 1 : index + 2]
            beside = [n for n, _, stop in before if _BESIDE.search(head, stop, start)]
            beside += [n for n, begin, _ in after if _BESIDE.search(head, end, begin)]
            paired = any(n.startswith(o[:2]) for n in beside for o in ours)
            if paired or any(_begins_alike(name, c) for c in companies):
                short = re.split(r"\s", name)[0] if is_cjk(name[0]) else name
                yield _Name(short, 6.5, Quote(message=message.id, text=short, start=start), "record")
