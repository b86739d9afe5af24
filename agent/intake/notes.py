"""A note that one person wrote on a call or a visit: its head names the author, the day, who took part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.intake import times
from agent.intake.clock import Clock
from agent.intake.draft import Draft, Entry, Person, Record
from agent.intake.names import Named, is_name, parted
from agent.intake.phrases import Phrases

if TYPE_CHECKING:
    from datetime import date

    from agent.ticket import Role

_AUTHOR = Phrases(
    "author|quién escribe|escribe|chi scrive|qui écrit|rédacteur|rédactrice|wer schreibt|verfasser|verfasserin|"
    "wie schrijft|opgesteld door|kto pisze|sporządził|sporządziła|autor notatki|skriver|redactado por|apuntado por|"
    "quem escreve|escrito por|redigido por|anotado por|rédigé par|écrit par|geschrieben von|notiert von|"
    "scritto da|geschreven door|skrivet av|skrevet af|kirjoittanut|written by|note by|notes by|logged by|from|by|"
    "autor|autorin|verfasst von|auteur|redactor|autore|gesprächsnotiz von|记录人|记录者|作者|記錄|記錄人|記錄者|紀錄|"
    "紀錄人|紀錄者|撰寫人|填寫人|記録|記録者|記録担当|作成|作成者|書いた人|記入|記入者|文責|報告者|"
    "受電者|受付者|対応者|応対者|聞き手|작성자|기록자"
)
_WHEN = Phrases(
    "when|date|call date|held|time|date and time|datum|wann|quand|date de l'appel|fecha|data|quando|日期|时间|"
    "通话时间|時間|通話時間|會議時間|拜訪日期|来电时间|來電時間|"
    "日時|通話|通話日|通話日時|受電日時|受付日時|訪問日|訪問日時|開催日時|打合せ日時|面談日|日付|통화일시"
)
_CALL = Phrases(
    "visita|visite|besuch|bezoek|wizyta|besök|besøg|besøk|방문|compte rendu|cr d'appel|notatka|"
    "call|phone|zoom|teams|meet|meeting|visit|qbr|ligação|chamada|reunião|llamada|reunión|appel|entretien|réunion|"
    "anruf|telefonat|gespräch|besprechung|"
    "termin|telefonata|chiamata|riunione|gesprek|telefoon|rozmowa|spotkanie|samtal|möte|samtale|møde|møte|puhelu|"
    "tapaaminen|note|notes|notiz|protokoll|nota|"
    "通话|电话|会议|拜访|會議|拜訪|電訪|電話|打ち合わせ|打合せ|打合わせ|打合|商談|面談|訪問|通話|ヒアリング|受電|架電|メモ|会議|議事録|통화|회의"
)
_SAID = Phrases(
    "内容|概要|要旨|要点|詳細|本文|経緯|用件|メモ|議事|通話内容|対応内容|內容|摘要|重點|详情|内容摘要|내용|요지"
)
_SIDED = Phrases(
    "相手|相手先|先方|お客様|顧客|参加者|出席者|出席|同席|参加|客戶|客户|對方|对方|與會|與會者|"
    "与会|与会者|參與者|参与者|參加者|通話對象|来电人|來電者"
)
_OURS = re.compile(r"^(?:当社|弊社|自社|当方|うち|我方|我司|本公司)(?:側)?[\s\u3000:：]*")
_THEIRS = re.compile(r"^(?:先方|お客様|客戶|客户|對方|对方|相手)(?:側|方)?[\s\u3000:：]*")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SIGNED = re.compile(r"^[^\W\d_][\w.'’-]*(?: [\w.'’-]+){1,3} ?\([^)]{2,40}\)[,;:–—-]? ")
_LABELLED = re.compile(r"^\W*([^\W\d][^:：\n]{0,30}?)\W{0,3}[:：]\W*(\S.*)$")


def call_note(lines: list[str], as_of: date) -> Draft | None:
    """Read a note that one person wrote on a call: its head names the author or the day."""
    head_end = next(
        (i for i, line in enumerate(lines[:30]) if i and re.fullmatch(r"\s*(?:-{3,}|\*{3,}|={3,}|_{3,})\s*", line)),
        None,
    )
    section = next((i for i, line in enumerate(lines[:30]) if i and line.startswith("## ")), 12)
    region = lines[: head_end if head_end is not None else min(section, 12)]
    labelled = [(i, _plain(m[1]), m[2]) for i, line in enumerate(region) if (m := _LABELLED.match(line))]
    titled = bool(_CALL.inside(region[0] if region else "")) or any(_CALL.inside(k) for _, k, _ in labelled)
    author = next((v for _, k, v in labelled if _AUTHOR.whole(k)), None) or (
        next((v for _, _, v in labelled if _person(v)), None) if titled else None
    )
    dated = [(k, v) for _, k, v in labelled if (t := times.find(v)) and t.dated and t.month]
    when = next((v for k, v in dated if _WHEN.whole(k) or _CALL.inside(k)), dated[0][1] if dated and titled else None)
    if titled and not (author and when) and (line := _signed(region)):
        author, when = line, line
    if not (author and when):
        return None
    who = _person(author)
    if not who:
        return None
    start = head_end if head_end is not None else _body(region, labelled)
    stamp = times.find(when)
    clock = Clock(as_of)
    at = clock.iso(stamp) if stamp else None
    draft = Draft("note", internal=True, warnings=clock.warnings)
    draft.records.append(Record(screen="\n".join(lines[:start]).strip("\n")))
    draft.subject = next((line.strip(" #").strip() for line in region if line.strip()), None)
    draft.title = draft.subject
    for _, key, value in labelled:
        draft.people.extend(_taking_part(key, value, draft.firms) if _SIDED.whole(key) else ())
    body = "\n".join(lines[start:]).strip("\n-=_* ")
    draft.entries.append(
        Entry(body, at, who.name, who.email, "vendor", public=False, title=who.title, company=who.company)
    )
    return draft


def _signed(region: list[str]) -> str | None:
    """Return the line under the title that names who wrote, with a post, and the day: "*Ana Ruiz (CSM), 8 May*"."""
    for line in [text.strip(" *_>") for text in region if text.strip()][1:4]:
        stamp = times.find(line)
        if stamp and stamp.dated and _SIGNED.match(line) and _person(line):
            return line
    return None


def _plain(label: str) -> str:
    """Return a label without the spaces that align it in wide scripts."""
    return re.sub(r"[\s\u3000]+", "", label) if _WIDE.search(label) else label.strip()


def _body(region: list[str], labelled: list[tuple[int, str, str]]) -> int:
    """Return the line at which the note's text begins: after its labelled head."""
    if not labelled:
        return 0
    told = [i for i, k, _ in labelled if _AUTHOR.whole(k) or _WHEN.whole(k) or _SIDED.whole(k)]
    if not told or not any(_WIDE.search(k) for _, k, _ in labelled):
        return labelled[-1][0] + 1
    rows = {i: k for i, k, _ in labelled}
    end = told[-1] + 1
    while end < len(region) and (not region[end].strip() or (end in rows and not _SAID.whole(rows[end]))):
        if not region[end].strip():
            break
        end += 1
    return end if end < len(region) and "".join(region[end:]).strip() else told[-1] + 1


def _taking_part(key: str, value: str, firms: list[str]) -> list[Person]:
    """Return the people whom a line in a wide script names, with posts, companies and sides."""
    if not _WIDE.search(value):
        return []
    from agent.intake.wide import people_in  # noqa: PLC0415  other scripts do not need it

    side: Role = "unknown" if re.search(r"参加|出席|同席|與會|与会|參與|参与|參加", key) else "customer"
    out: list[Person] = []
    for group in re.split(r"[／/;；]|[、,，](?=\s*(?:当社|弊社|自社|当方|我方|我司|先方|お客様|客戶|客户))", value):
        text = group.strip()
        now: Role = "vendor" if _OURS.match(text) else "customer" if _THEIRS.match(text) else side
        found = people_in(_THEIRS.sub("", _OURS.sub("", text)))
        if now == "unknown" and any(p.company for p in found):
            now = "customer"
        firms.extend(p.company for p in found[:1] if p.company and now == "customer")
        out.extend(Person(p.name, None, now, p.title, p.company) for p in found)
    return out


def _person(value: str) -> Named | None:
    """Return the person with whom a value begins."""
    text = re.split(r"\s{2,}|[;|]", value.strip(" *_"))[0]
    if _WIDE.search(text):
        from agent.intake.wide import people_in  # noqa: PLC0415  as above

        found = people_in(re.split(r"[、，／/]", text)[0])
        if len(found) == 1:
            return found[0]
    whole = parted(text)
    if whole and is_name(whole.name):
        return whole
    head = re.match(r"[^,(（]+(?:\([^)]*\)|（[^）]*）)?", text)
    who = parted(head[0]) if head else None
    return who if who and is_name(who.name) and " " in who.name else None
