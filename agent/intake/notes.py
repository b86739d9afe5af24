"""A note that one person wrote on a call or a visit: its head names the author, the day, who took part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.intake import times
from agent.intake.clock import Clock
from agent.intake.draft import Draft, Entry, Record
from agent.intake.names import Named, is_name, parted
from agent.intake.phrases import Phrases

if TYPE_CHECKING:
    from datetime import date

_AUTHOR = Phrases(
    "author|quem escreve|escrito por|redigido por|anotado por|rédigé par|écrit par|geschrieben von|notiert von|"
    "scritto da|geschreven door|skrivet av|skrevet af|kirjoittanut|written by|note by|notes by|logged by|from|by|"
    "autor|autorin|verfasst von|auteur|redactor|autore|gesprächsnotiz von|记录人|作者|記録者|作成者|작성자"
)
_WHEN = Phrases(
    "when|date|call date|held|time|date and time|datum|wann|quand|date de l'appel|fecha|data|quando|日期|时间|"
    "通话时间|日時|通話日|통화일시"
)
_CALL = Phrases(
    "call|phone|zoom|teams|meet|meeting|visit|qbr|ligação|chamada|reunião|llamada|reunión|appel|entretien|réunion|"
    "anruf|telefonat|gespräch|besprechung|"
    "termin|telefonata|chiamata|riunione|gesprek|telefoon|rozmowa|spotkanie|samtal|möte|samtale|møde|møte|puhelu|"
    "tapaaminen|note|notes|notiz|protokoll|nota|"
    "通话|电话|会议|拜访|電話|打ち合わせ|会議|議事録|통화|회의"
)
_LABELLED = re.compile(r"^\W*([^\W\d][^:：\n]{0,30}?)\W{0,3}[:：]\W*(\S.*)$")


def call_note(lines: list[str], as_of: date) -> Draft | None:
    """Read a note that one person wrote on a call: its head names the author or the day."""
    head_end = next(
        (i for i, line in enumerate(lines[:30]) if i and re.fullmatch(r"\s*(?:-{3,}|\*{3,}|={3,}|_{3,})\s*", line)),
        None,
    )
    region = lines[: head_end if head_end is not None else 12]
    labelled = [(i, m[1].strip(), m[2]) for i, line in enumerate(region) if (m := _LABELLED.match(line))]
    titled = bool(_CALL.inside(region[0] if region else "")) or any(_CALL.inside(k) for _, k, _ in labelled)
    author = next((v for _, k, v in labelled if _AUTHOR.whole(k)), None) or (
        next((v for _, _, v in labelled if _person(v)), None) if titled else None
    )
    dated = [(k, v) for _, k, v in labelled if (t := times.find(v)) and t.dated]
    when = next((v for k, v in dated if _WHEN.whole(k) or _CALL.inside(k)), dated[0][1] if dated and titled else None)
    if not (author and when):
        return None
    who = _person(author)
    if not who:
        return None
    start = head_end if head_end is not None else labelled[-1][0] + 1
    stamp = times.find(when)
    clock = Clock(as_of)
    at = clock.iso(stamp) if stamp else None
    draft = Draft("note", internal=True, warnings=clock.warnings)
    draft.records.append(Record(screen="\n".join(lines[:start]).strip("\n")))
    draft.subject = next((line.strip(" #").strip() for line in region if line.strip()), None)
    draft.title = draft.subject
    body = "\n".join(lines[start:]).strip("\n-=_* ")
    draft.entries.append(
        Entry(body, at, who.name, who.email, "vendor", public=False, title=who.title, company=who.company)
    )
    return draft


def _person(value: str) -> Named | None:
    """Return the person with whom a value begins."""
    text = re.split(r"\s{2,}|[;|]", value.strip(" *_"))[0]
    whole = parted(text)
    if whole and is_name(whole.name):
        return whole
    head = re.match(r"[^,(（]+(?:\([^)]*\)|（[^）]*）)?", text)
    who = parted(head[0]) if head else None
    return who if who and is_name(who.name) and " " in who.name else None
