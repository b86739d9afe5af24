"""What stands around the messages of a screen: breadcrumbs, sidebars, bars of fields, and the head of a call note."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from agent.intake import times
from agent.intake.chrome import is_chrome
from agent.intake.draft import Draft, Person
from agent.intake.names import is_name, parted
from agent.intake.panels import Cell, Pair, Panel, cells_of, told_in
from agent.intake.phrases import Phrases
from agent.intake.words import DIRECT, LABELS, SUGGESTED, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.intake.times import Stamp

_ID = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,10}[-_]\d{3,10}|[A-Z]{2,10}[-_]\d{2,10}|#\s?\d{2,12}|[A-Z]{2,5}\d{5,12}|"
    r"\d{4}-\d{4,6})(?![\w-])"
)
_PAIR = re.compile(r"^([^:：\d][^:：]{0,40}?)\s*(?<!\d)[:：](?!:)\s*(\S.*)$")
_BOXED = re.compile(r"^[【［\[]\s*(?=[^】］\]]*[\u3040-\u9fff])([^】］\]:：]{1,20})[】］\]]\s*[:：]?\s*(\S.*)$")
_SPACED = re.compile(r"^((?=[A-Za-z]{0,4}[\u3040-\u9fff])[^\s:：。、，!！?？]{2,8})\u3000+([^\s。！？]\S.*)$")
_LEADERS = re.compile(r"^([^.…]{2,40}?(?:\s\S{1,3}\.){0,2})\s*(?:\.{3,}|…+|_{3,})\s*(\S.*)$")
_FRAME = re.compile(r"^[\s─━│┃┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬+|=_*-]+$")
_SAID = re.compile(
    r"^((?:created|exported|exportiert|updated|opened|due|closed|erstellt|aktualisiert|créé|creado|"
    r"criado)(?:\s(?:on|at|am|le|el|em))?)\s+(.*\d.*)$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«「『]([^\"”“»」』]{3,120})[\"”“»」』]")
_LONGEST_BOX = 30
_LONGEST_LABEL = 8
_PROSE = 70
_FEWEST_PROSE = 4
_CRUMB = re.compile(r"[›>»/]")
_CUSTOMER_BOX = Phrases(
    "contact|requester|customer|reporter|reported by|end user|caller|client|kontakt|anfragende|anfragender|kunde|"
    "melder|ansprechpartner|demandeur|"
    "contacto|solicitante|cliente|richiedente|klant|aanvrager|zgłaszający|beställare|联系人|客户联系人|请求者|"
    "提交人|聯絡人|客戶聯絡人|提出者|申請人|依頼者|連絡先|お客様|顧客|ご担当者|お客様名|お客様担当者|先方担当者|相手|요청자"
)
_COMPANY_BOX = Phrases(
    "company|organization|organisation|account|account name|firma|unternehmen|société|entreprise|empresa|"
    "organización|organização|azienda|bedrijf|"
    "företag|virksomhed|yritys|公司名稱|客戶公司|客戶|客戶名稱|公司名称|お客様|お客様名|顧客|顧客名|貴社名|取引先|企業名|公司|客户|客户名称|会社|会社名|企业|회사|고객사"
)
_EITHER_BOX = Phrases("customer|client|kunde|cliente|klant|kund|klient|お客様|顧客|客户|客戶|고객")
"""Labels of a person or of a firm: of a firm, where another label is the contact's."""
_CONTACT_BOX = Phrases(
    "contact|contact name|requester|kontakt|ansprechpartner|ansprechpartnerin|interlocuteur|demandeur|contacto|"
    "solicitante|contatto|referente|contato|contactpersoon|aanvrager|联系人|聯絡人|連絡先|ご担当者|담당자"
)
_AGENT_BOX = Phrases(
    "agent|assignee|assigned to|owner|csm|bearbeiter|bearbeiterin|zugewiesen an|zuständig|assigné à|asignado a|"
    "assegnatario|toegewezen aan|exported by|"
    "客服|客服人員|負責人|受理人員|承辦人|處理人|対応者|サポート担当|受付担当|受理人|负责人|处理人|導出人|导出人|导出者|処理担当|担当者|担当|담당자"
)
_POST_BOX = Phrases(
    "title|job title|position|role|function|job|funktion|stelle|position im unternehmen|fonction|poste|puesto|cargo|"
    "función|ruolo|mansione|qualifica|functie|stanowisko|befattning|stilling|职位|职务|職稱|職務|役職|肩書|肩書き|직책|직함|직위"
)


def fields_of(screen: str) -> Iterator[tuple[str, str, int, int, str | None, bool]]:
    """Yield label, value, start and end of the value, whose it is, and whether its line shows another ticket."""
    offset = 0
    own = own_id(screen)
    columns: list[tuple[int, str]] = []
    panel = Panel(screen)
    for index, line in enumerate(screen.split("\n")):
        cells = list(cells_of(line))
        if cells and all(_is_box(text) for _, text in cells):
            columns = cells
        elif _FRAME.match(line) and line.strip():
            columns = columns if not columns or "┌" in line or "├" in line else []
        elif not line.strip():
            columns = columns if len(columns) > 1 else []
        elif not is_chrome(line):
            cut = other_from(line, own)
            if cut is None and not columns:
                pairs = [*_row(line, cells)] or [*panel.pairs(index, cells)]
                yield from (
                    (label, value, offset + at, offset + at + len(value), None, False)
                    for (_, label), (at, value) in pairs
                )
                cells = _beside(cells, pairs)
            for start, text in cells:
                if cut is None or start < cut:
                    yield from _field(text, offset + start, columns, start)
            if cut is not None:
                yield from _other(line[cut:], offset + cut)
        offset += len(line) + 1


def _row(line: str, cells: list[Cell]) -> Iterator[Pair]:
    """Yield label and value of a row "LABEL ｜ VALUE" in a wide script."""
    if len(cells) != 2 or not re.search(r"[\s\u3000][|｜│][\s\u3000]", line):  # noqa: PLR2004  a label and its value
        return
    (_, label), (_, value) = cells
    plain = re.sub(r"[\s\u3000]", "", label)
    named = 2 <= len(plain) <= _LONGEST_LABEL and re.fullmatch(r"[\u3040-\u30ff\u3400-\u9fff々]+", plain)  # noqa: PLR2004
    if named and not re.search(r"[:：]", value):
        yield cells[0], cells[1]


def _beside(cells: list[Cell], pairs: list[Pair]) -> list[Cell]:
    """Return the cells that are neither label nor value."""
    used = {start for pair in pairs for start, _ in pair}
    return [cell for cell in cells if cell[0] not in used]


def own_id(screen: str) -> str | None:
    """Return the ticket's number as its screen shows it: the first in the first lines."""
    head = [line for line in screen.split("\n") if line.strip()][:4]
    found = next((m for line in head if not SUGGESTED.opens(line) and (m := _ID.search(line))), None)
    return found[0] if found else None


def is_other(line: str, own: str | None) -> bool:
    """Whether a line of a screen shows another ticket: it says so, or it carries another number of the same make."""
    if SUGGESTED.opens(line):
        return True
    if not own or own in line:
        return False
    make = re.sub(
        r"\d+", lambda m: rf"\d{{{max(2, len(m[0]) - 1)},{len(m[0]) + 1}}}", re.escape(own).replace(r"\-", "-")
    )
    return bool(re.search(rf"(?<![\w-]){make}(?![\w-])", line)) and not own.isdigit()


def other_from(line: str, own: str | None) -> int | None:
    """Return the column from which a line of a screen shows another ticket, or null."""
    cells = list(cells_of(line))
    if not cells or SUGGESTED.opens(line) or is_other(cells[0][1], own):
        return cells[0][0] if cells and is_other(line, own) else None
    return next((start for start, text in cells if is_other(text, own)), None)


def _is_box(text: str) -> bool:
    return bool(
        _CUSTOMER_BOX.whole(text)
        or _COMPANY_BOX.whole(text)
        or _AGENT_BOX.whole(text)
        or (text.isupper() and len(text) < _LONGEST_BOX and text.replace(" ", "").isalpha())
    )


def _field(
    text: str, start: int, columns: list[tuple[int, str]], column: int
) -> Iterator[tuple[str, str, int, int, str | None, bool]]:
    plain = text.lstrip("#*->•\u00a0 ").strip()
    start += text.find(plain)
    pair = _SAID.match(plain) or _BOXED.match(plain) or _PAIR.match(plain) or _LEADERS.match(plain)
    pair = pair or (_SPACED.match(plain) if "\u3000" in plain else None)
    if pair:
        label = pair[1].strip(" *_.…►▶•")
        value = pair[2].strip(" *_")
        at = start + plain.find(value, pair.start(2))
        yield label, value, at, at + len(value), None, False
    elif told := told_in(plain):
        label, value = told
        at = start + len(plain) - len(value)
        yield label, value, at, at + len(value), None, False
    elif columns:
        label = min(columns, key=lambda c: abs(c[0] - column))[1]
        yield label, plain, start, start + len(plain), None, False


def _other(line: str, offset: int) -> Iterator[tuple[str, str, int, int, str | None, bool]]:
    label, _, value = line.partition(":") if ":" in line else line.partition("：")
    label, value = (label, value.strip()) if value.strip() else ("other ticket", line.strip())
    rest = _QUOTED.sub("", _ID.sub("", value))
    names = [p.strip(" ()") for p in re.split(r"[,，;；|·]", rest)]
    about = next((n for n in names if n and (is_name(n) or re.search(r"[\u3040-\u9fff]{2,}", n))), None)
    found = _ID.search(value)
    at = offset + line.find(value)
    if value:
        yield label.strip(), value, at, at + len(value), about or (found[0] if found else "another ticket"), True


def describe(screen: str, draft: Draft) -> None:
    """Take the ticket's id, subject and people from its screen."""
    head = [line for line in screen.split("\n") if line.strip()][:4]
    found = own_id(screen)
    draft.id = found.strip(" #") if found else None
    quoted = next((m[1] for line in head if (m := _QUOTED.search(line))), None)
    draft.title = (
        next((line for line in head if re.search(r"[×✕↔]|<>", line)), head[0] if head else "").strip(" #") or None
    )
    draft.subject = quoted or next((t for line in head if _is_subject(line) and (t := _subject(line))), None)
    shown = [(label, value) for label, value, *_rest, noise in fields_of(screen) if not noise]
    apart = any(_CONTACT_BOX.whole(label) for label, _ in shown)
    for label, value in shown:
        if not draft.subject and LABELS.get(label.lower().replace("\u3000", "")) == "subject":
            draft.subject = value
        if apart and _EITHER_BOX.whole(label) and not _PERSONAL.search(value):
            draft.firms.append(value)
        else:
            _introduce(draft, label, value)


def _introduce(draft: Draft, label: str, value: str) -> None:
    """Take in whom a field names: a firm, a person of either side, or the post of the contact above."""
    if _COMPANY_BOX.whole(label) and not (_CUSTOMER_BOX.whole(label) and _PERSONAL.search(value)):
        draft.firms.append(value)
    if is_firm(value):
        return
    last = draft.people[-1] if draft.people else None
    if last and last.role == "customer" and not last.title and _tells_post(label, value):
        draft.people[-1] = replace(last, title=value)
        return
    who = parted(value)
    if not who or not is_name(who.name) or "@" in who.name:
        return
    if _CUSTOMER_BOX.whole(label):
        draft.people.append(Person(who.name, who.email, "customer", who.title, who.company))
    elif _AGENT_BOX.whole(label):
        draft.people.append(Person(who.name, who.email, "vendor", who.title, who.company))


def _tells_post(label: str, value: str) -> bool:
    """Whether a field is the post of the contact above it: by its label, or standing under the name."""
    return _POST_BOX.whole(label) or (_CUSTOMER_BOX.whole(label) and TITLE.inside(value) and not is_name(value))


def is_firm(text: str) -> bool:
    """Whether a value in a wide script is the name of a company by its legal form or its trade."""
    if text.isascii():
        return False
    from agent.intake.wide import FIRM  # noqa: PLC0415  other scripts do not need it

    return bool(FIRM.search(text))


_PERSONAL = re.compile(r"(?:様|さま|殿|先生|小姐)\s*(?:[(（].*)?$")


def _is_date(text: str) -> bool:
    stamp = times.find(text)
    return bool(stamp and stamp.end - stamp.start >= len(text) - 4)


def _subject(line: str) -> str:
    """Return what a title line says, without the ticket's number and state beside it."""
    pieces = [p.strip(" #:") for p in re.split(r"\s+[·•|–—]\s+|\s{2,}|\s*::\s*", line.strip(" #")) if p.strip(" #:")]
    pieces = [p for p in pieces if not line.startswith("#" + p) and not _is_date(p)]
    numbered = next((i for i, p in enumerate(pieces) if _ID.search(p) or re.search(r"[#№°]\s?\d", p)), None)
    after = pieces[numbered + 1 :] if numbered is not None else []
    told = [p for p in pieces if not _ID.fullmatch(p) and not re.search(r"[#№°]\s?\d", p)]
    best = max(after or told or pieces, key=lambda p: len(p.split()), default="")
    return re.sub(rf"^(?:\w+\s)?(?:{_ID.pattern}|\d+)\s*(?:[:–—-]\s*|(?<=\d)\s+)", "", best).strip()


def _is_subject(line: str) -> bool:
    text = line.strip()
    plain = not (_CRUMB.search(text) or is_chrome(text) or _PAIR.match(text) or "|" in text or text.startswith("["))
    if _FRAME.match(text[:1]) or "│" in text or text.startswith(("—", "─", "【")) or DIRECT.inside(text):
        return False
    if text.startswith("(") or (text.endswith(".") and text.count(".") > 1):
        return False
    return plain and (len(text.split()) > 1 or len(re.findall(r"[\u3040-\u9fff\uac00-\ud7af]", text)) > 3)  # noqa: PLR2004


def parted_head(lines: list[str]) -> tuple[list[str], str]:
    """Part what stands above the first entry into the screen's own lines and a text that somebody wrote or spoke."""
    end = next((i for i, line in enumerate(lines) if i and not line.strip()), len(lines))
    rest = lines[end:]
    full = [line for line in rest if len(line) > _PROSE and not re.search(r"\S\s{3,}\S|[│|]", line)]
    written = [line for line in rest if line.strip() and not _FRAME.match(line)]
    if len(full) < _FEWEST_PROSE or len(full) * 2 < len(written):
        return lines, ""
    return lines[:end], "\n".join(rest).strip("\n -=_")


def today(lines: list[str]) -> date | None:
    """Return the day that a screen calls today, or on which it was exported; null where it names none."""
    for line in [*lines[:12], *lines[-6:]]:
        for m in re.finditer(_NOW, line, re.IGNORECASE):
            stamp = times.find(line, m.end())
            if stamp and stamp.year and stamp.month and stamp.day and stamp.start - m.end() <= 12:  # noqa: PLR2004  beside it
                return date(stamp.year, stamp.month, stamp.day)
    return None


_NOW = (
    r"\b(?:today(?: is)?|exported(?: on| at)?|printed(?: on)?|copied(?: on)?|snapshot|heute(?: ist)?|exportiert am|"
    r"gedruckt am|nous sommes le|exporté le|"
    r"hoy es|exportado (?:el|em)|hoje é|oggi è|esportato il|vandaag is|dziś jest|idag är)\b|今天是|导出时间|"
    r"導出時間|出力日時|오늘은|내보낸 날짜"
)


def order_hint(lines: list[str], stamps: list[Stamp]) -> str | None:
    """Tell the order of day and month from every full date of the paste, where its headlines do not."""
    if not any(s.pair for s in stamps):
        return None
    firsts = [m for line in lines for m in re.finditer(r"(?<!\d)(\d{1,2})[/](\d{1,2})(?:/\d{2,4})?(?!\d)", line[:300])]
    day_first = sum(int(m[1]) > 12 for m in firsts)  # noqa: PLR2004  months of a year
    month_first = sum(int(m[2]) > 12 for m in firsts)  # noqa: PLR2004  as above
    if bool(day_first) != bool(month_first):
        return "dmy" if day_first else "mdy"
    start = "".join(lines[:60])[:4000]
    wide = len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]", start))
    return "mdy" if not day_first and wide * 3 > len(start) else None


_EMPTY = re.compile(
    r"^(?:[-–—.?/]+(?:\s*\(.*\))?|n\.?\s?n\.?|n/?a|null|none|nil|tbd|tba|unknown|unassigned|vacant|empty|not set|"
    r"not assigned|\(none\)|nobody|no one|"
    r"keine?r?|nicht zugewiesen|unbekannt|offen|aucune?|non attribué|ninguno|sin asignar|nenhum|nessuno|geen|brak|"
    r"ingen|"
    r"无|暂无|空缺|未分配|未定|待定|なし|未割り当て|未定|없음|미지정)$",
    re.IGNORECASE,
)


def is_empty(value: str) -> bool:
    """Whether a field's value says that there is none."""
    return bool(_EMPTY.match(value.strip(" *_")))
