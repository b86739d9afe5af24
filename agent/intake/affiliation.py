"""Chat names that carry a company ("NAME-COMPANY", "COMPANY-NAME"): parted, and the companies put on their sides."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.intake import sides
from agent.intake.draft import Person
from agent.intake.words import MACHINE, OURS, TITLE

if TYPE_CHECKING:
    from agent.intake.draft import Draft, Entry
    from agent.ticket import Role

_JOINT = re.compile(r"\s*(?:[-–—_/|@＠·]|\s[-–—]\s)\s*")
_BETWEEN = re.compile(r"\s*(?:[×✕╳&＆|/]|\sx\s|\s?<>\s?|↔|与|和)\s*")
_BRACKETS = re.compile(r"【[^】]*】|\[[^\]]*\]|[(（][^)）]*[)）]")
_PRODUCT = (
    r"(?:WMS|ERP|SaaS|CRM|POS|HIS|LIMS|app|cloud|soft(?:ware)?|tech|labs?|support|help(?:desk)?|云|系统|软件|科技|"
    r"平台|信息技术)"
)
_PLACE = re.compile(r"(?:部|组|组长|仓|店|科|处|课|課|室|team|dept|department)$", re.IGNORECASE)
_CJK = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
_LABEL = re.compile(r"^[^:：]{1,12}[:：]\s*")
_FORM = re.compile(
    r"株式会社|有限会社|合同会社|股份有限公司|有限公司|㈱|㈲|公司|주식회사|\b(?:ltd|inc|llc|gmbh|plc|co)\b",
    re.IGNORECASE,
)
_SHORTEST = 2


def sort_by_company(draft: Draft) -> None:
    """Give entries whose author's name carries a company the plain name, the company, and the company's side."""
    companies = _companies(draft)
    parted = {a: _part(a, companies) for a in {e.author for e in draft.entries if e.author}}
    firms: dict[str, list[Entry]] = defaultdict(list)
    for e in draft.entries:
        firm = parted.get(e.author or "", (None, None))[1] or e.company
        if firm and not e.title:
            firms[_firm(firm, companies)].append(e)
    customers = {f for f in firms if any(_same_firm(f, c) for c in draft.firms)}
    vendor = _vendor({f: e for f, e in firms.items() if f not in customers}, draft, companies)
    out: list[Entry] = []
    for e in draft.entries:
        name, beside = parted.get(e.author or "", (None, None))
        firm = _firm(beside or e.company or "", companies)
        role: Role = "customer" if e.role == "unknown" and firm in customers and e.public is not False else e.role
        if role == "unknown" and firm and vendor:
            role = "vendor" if firm == vendor else "customer" if firm in firms else role
        elif role == "unknown" and e.company and not vendor and len(firms) == 1:
            role = "customer"
        if role == "unknown" and vendor and companies and e.author and not _alike(e.author, vendor):
            role = "customer"
        title = beside if beside and not e.title and TITLE.inside(beside) else e.title
        out.append(
            replace(
                e,
                author=name or e.author,
                role=role,
                title=title,
                company=e.company or (beside if beside != title else None),
            )
        )
    draft.entries = out
    draft.people.extend(
        Person(e.author, e.email, e.role, e.title, e.company)
        for e in out
        if e.author and (e.title or e.company) and e.role != "system"
    )


def _same_firm(a: str, b: str) -> bool:
    """Whether one name of a company is the other, with or without its legal form."""
    x, y = (re.sub(r"\W+", "", _FORM.sub("", text).casefold()) for text in (a, b))
    return len(x) >= _SHORTEST and len(y) >= _SHORTEST and (x in y or y in x)


def _companies(draft: Draft) -> list[str]:
    title = _LABEL.sub("", _BRACKETS.sub(" ", draft.title or "").strip())
    if not _BETWEEN.search(title):
        return []
    return [
        words
        for piece in _BETWEEN.split(title)
        if (words := piece.strip().split("  ")[0].strip()) and len(words) >= _SHORTEST
    ]


def _firm(text: str, companies: list[str]) -> str:
    return next((c for c in companies if _alike(text, c)), text)


def _alike(a: str, b: str) -> bool:
    x, y = a.casefold().split()[:1], b.casefold().split()[:1]
    if not x or not y:
        return False
    shared = 0
    for p, q in zip(x[0], y[0], strict=False):
        if p != q:
            break
        shared += 1
    wide = any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in x[0])
    return shared >= (_SHORTEST if wide else max(3, min(len(x[0]), len(y[0]))))


def _part(author: str, companies: list[str]) -> tuple[str | None, str | None]:
    brand = next((c for c in companies if author.startswith(c) and len(author) > len(c)), None)
    if brand and _CJK.search(brand):
        return author, brand
    pieces = _JOINT.split(author, maxsplit=1)
    if len(pieces) != 2 or not all(p.strip() for p in pieces):  # noqa: PLR2004  a name and what stands beside it
        return None, None
    a, b = (p.strip() for p in pieces)
    for name, beside in ((b, a), (a, b)):
        if any(_alike(beside, c) for c in companies):
            return name, beside
    wide = any("\u3040" <= c <= "\u9fff" for c in author)
    if wide and (_PLACE.search(b) or TITLE.inside(b)):
        return a, b
    if wide and (_PLACE.search(a) or TITLE.inside(a)):
        return b, a
    return None, None


def _vendor(firms: dict[str, list[Entry]], draft: Draft, companies: list[str]) -> str | None:
    """Return the company that supplies: machines carry its name, its people write notes and speak of our developers."""
    score: dict[str, float] = {}
    for firm, entries in firms.items():
        points = float(sides.leaning("\n".join(e.text for e in entries)))
        points += 5 * sum(e.role == "vendor" for e in entries) - 5 * sum(e.role == "customer" for e in entries)
        points += 4 * any(e.author and MACHINE.inside(e.author) and _alike(e.author, firm) for e in draft.entries)
        points += 2 * bool(re.search(_PRODUCT, firm, re.IGNORECASE)) + 2 * bool(OURS.inside(firm))
        head = (draft.title or "").split(" ")[0]
        points += 3 * bool(not companies and head and _alike(firm, head))
        score[firm] = points
    best = max(score, key=lambda f: score[f], default=None)
    if best is None or score[best] <= 0 or (len(score) > 1 and sorted(score.values())[-2] == score[best]):
        return None
    return best
