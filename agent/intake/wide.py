"""Headlines in wide scripts: a time among role labels, companies, posts and a name, without verbs and with few spaces.

Japanese and Chinese helpdesks print "2026/03/04 10:12 NAME(COMPANY)", "■ 社内メモ NAME 3月5日 14:20",
"NAME様(COMPANY)より 3/4 09:10", "[date] 客戶 NAME：text"; which part is which is told by the words themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.intake import times
from agent.intake.headline import Headline
from agent.intake.names import Named, is_name
from agent.intake.phrases import Phrases
from agent.intake.words import AUTOMATIC, INBOUND, INTERNAL_TAG, NOTE_TAG, OURS, OUTBOUND, TITLE, is_internal

if TYPE_CHECKING:
    from agent.intake.times import Stamp
    from agent.ticket import Role

CUSTOMER_LABEL = Phrases(
    "お客様|お客さま|御客様|顧客|顧客担当|ご担当者|依頼者|依頼元|先方|問い合わせ者|お問い合わせ者|お問合せ者|申告者|利用者|"
    "客戶|客户|客戶端|客戶方|客户方|用戶|用户|使用者|對方|对方|고객|고객사|고객님"
)
VENDOR_LABEL = Phrases(
    "サポート|サポート担当|サポート窓口|サポートデスク|カスタマーサポート|担当|担当者|対応者|弊社|当社|自社|オペレーター|"
    "ヘルプデスク|一次対応|二次対応|客服|客服人員|客服人员|客服專員|客服专员|我方|我司|技術支援|技术支持|支援團隊|支援人員|"
    "상담원|상담사|고객지원|지원팀"
)
_ACT = Phrases(
    "返信|回答|受付|記入|登録|投稿|更新|コメント|発言|対応|連絡|メール|メールにて|電話|より|から|回覆|回复|回應|回应|來信|来信|"
    "來電|来电|留言|訊息|消息|답변|문의|댓글"
)
_LEAD = re.compile(r"^[\s#*_■□▼▽▲△●○◎◆◇・▎▍▌►▶▷★☆※>＞|│‣•–—-]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BRACKET = re.compile(r"[（(【［\[「『〔<＜]\s*([^（()）【】［］\[\]「」『』〔〕<>＜＞]{1,40}?)\s*[）)】］\]」』〕>＞]")
_HARD = re.compile(r"\s*[·・|｜│/／,，、:：]\s*|\s+[-–—―]+\s+|\t")
_SOFT = re.compile(r"[ \u3000]+")
_TAIL = re.compile(
    r"(?P<honour>様|さま|さん|氏|殿|님|小姐|先生)?(?:より|から|の|が|からの)?"
    r"(?:返信|回答|コメント|投稿|記入|発言|メール|電話|回覆|回复|回應|回应|留言|來信|来信|來電|来电)?$"
)
FIRM = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|㈱|㈲|[(（]株[)）]|[(（]有[)）]|法人|公司|集团|集團|企業|企业|주식회사|"
    r"(?:商会|商店|商事|商社|製作所|工業|工业|物流|運輸|建設|銀行|银行|病院|醫院|医院|大学|大學|学園|電機|食品|貿易|"
    r"會社|会社|事務所|기업|은행)$"
)
_UNIT = re.compile(
    r"(?:部|局|課|室|係|科|處|处|組|组|チーム|センター|窓口|グループ)$|"
    r"^(?:営業|経理|総務|人事|開発|情シス|法務|購買|広報|業務|行銷|資訊|資訊室|採購|会计|會計|财务|財務)(?:担当)?$"
)
_LEGAL = frozenset(
    ("株式会社", "有限会社", "合同会社", "㈱", "㈲", "学校法人", "医療法人", "社会福祉法人", "財団法人", "社団法人")
)
_PERSON = re.compile(r"[\u3400-\u9fff々ヶ\u30a0-\u30ff\uac00-\ud7afA-Za-z.'’\u00c0-\u017e]{1,16}|[\u3041-\u3096]{2,6}")
_SPOKEN = re.compile(r"[。！？!?]|です|ます|ました")
_SUFFIXED = re.compile(
    r"^(?P<name>[\u3400-\u9fff々ヶ\u30a0-\u30ff]{1,6}?)(?P<title>(?:代表)?取締役(?:社長)?|社長|副社長|会長|専務|常務|部長|次長|課長|係長|"
    r"室長|店長|所長|工場長|院長|理事長|主任|マネージャー|總經理|副總|經理|協理|主任|處長|總監|老闆|經理人|总经理|经理|主管)$"
)
_LONGEST = 90
_LONGEST_NAME = 9


@dataclass
class _Parts:
    words: list[str] = field(default_factory=list)
    title: str | None = None
    company: str | None = None
    side: Role = "unknown"
    internal: bool = False
    told: bool = False


def parse(line: str, below: str = "") -> Headline | None:
    """Read a line in a wide script as the opening of a message; `below` is the line under it."""
    if line.isascii() or len(line) < 6 or not _WIDE.search(line):  # noqa: PLR2004  a time and a name
        return None
    text = _LEAD.sub("", line).strip()
    for stamp in times.find_all(text[: _LONGEST * 2]):
        if stamp.clock or stamp.dated:
            return _around(text, stamp, below)
    return None


def _around(text: str, stamp: Stamp, below: str) -> Headline | None:
    before, after = text[: stamp.start], text[stamp.end :]
    if before.rstrip().endswith(("（", "(", "[", "［", "【", "〔")):
        before, after = before.rstrip()[:-1], re.sub(r"^[^）)\]］】〕]{0,8}[）)\]］】〕]", "", after, count=1)
    parted = _colons(before.strip(" \u3000-–—|｜"), after.strip(" \u3000-–—|｜"), below)
    if parted is None:
        return None
    head, inline = parted
    if not _WIDE.search(head) or len(head) > _LONGEST or _SPOKEN.search(head):
        return None
    found = _sorted(head)
    if found is None or not (found.told or (found.words and stamp.dated and (found.company or found.title))):
        return None
    if not (stamp.clock or (found.told and not inline)) or (not found.words and not below.strip() and not inline):
        return None
    name = "".join(found.words).strip()
    who = Named(name, found.title, found.company, None, " ".join(head.split())) if name else None
    shape = ("dated" if stamp.dated else "", "clock" if stamp.clock else "", "", "wide", "wide", "gap", "")
    return Headline(
        who,
        stamp,
        inline,
        found.internal or None,
        "",
        shape,
        strong=bool(stamp.clock and stamp.dated and (found.told or (found.company and name))),
        source=head,
        side="vendor" if found.internal and found.side == "unknown" else found.side,
    )


def _colons(before: str, after: str, below: str) -> tuple[str, str] | None:
    """Part what stands around a time into the words of the head and the text that begins on its line."""
    if lead := re.match(r"^([^:：]{1,16})[:：](?!//)\s*(.*)$", before):
        return (f"{before} {after}", "") if _label(lead[1]) and not re.search(r"[:：]", lead[2]) else None
    colon = re.match(r"^([^:：]{0,60})[:：](?!//)\s*(.*)$", after)
    if not colon:
        return f"{before} | {after}" if before and after else before or after, ""
    lead_words, rest = f"{before} | {colon[1]}" if before and colon[1] else before or colon[1], colon[2].strip()
    is_label = _label(lead_words) and rest and below.strip()
    if is_label and len(rest) <= _LONGEST_NAME + 8 and not _SPOKEN.search(rest) and (_sorted(rest) or _Parts()).words:
        return f"{lead_words} | {rest}", ""
    return lead_words, rest


def _label(text: str) -> bool:
    bare = text.strip(" \u3000[]【】()（）［］")
    return bool(CUSTOMER_LABEL.whole(bare) or VENDOR_LABEL.whole(bare) or is_internal(bare) or INTERNAL_TAG.whole(bare))


def _sorted(head: str) -> _Parts | None:
    """Say of each word of a head what it is; null where one is none of what stands in a head."""
    out = _Parts()
    for m in _BRACKET.finditer(head):
        _beside(m[1], out)
    chunks = [c for c in _HARD.split(_BRACKET.sub(" ", head)) if c.strip()]
    for chunk in chunks:
        named = bool(out.words)
        if not (_labelled(chunk.strip(), out) or _posted(chunk.strip(), out)):
            found = [w for word in _SOFT.split(chunk.strip()) if (w := _word(word, out)) is not None]
            if not all(_PERSON.fullmatch(w) for w in found) or sum(map(len, found)) > _LONGEST_NAME * 2:
                return None
            own = " ".join(found) if " ".join(found) in chunk else "\u3000".join(found)
            if own and named and not out.company:
                out.company = own
            elif own and named:
                return None
            elif own:
                out.words = [own]
    name = "".join(out.words)
    if name and (not is_name(name) or (_WIDE.search(name) and len(name) > _LONGEST_NAME)):
        return None
    return out


def _labelled(word: str, out: _Parts) -> bool:
    """Take a role label, a note's tag, or a word for writing."""
    bare = word if CUSTOMER_LABEL.whole(word) else _TAIL.sub("", word, count=1)
    if not _SOFT.search(word) and (is_internal(word) or INTERNAL_TAG.whole(word) or NOTE_TAG.whole(word)):
        out.internal = out.told = True
    elif CUSTOMER_LABEL.whole(bare) or INBOUND.whole(word) or INBOUND.whole(bare):
        out.side, out.told = "customer", True
    elif VENDOR_LABEL.whole(bare) or OUTBOUND.whole(word) or OUTBOUND.whole(bare):
        out.side, out.told = ("vendor" if out.side == "unknown" else out.side), True
    elif AUTOMATIC.whole(word):
        out.side, out.told = "system", True
    else:
        return not bare or _ACT.whole(word)
    return True


def _posted(word: str, out: _Parts) -> bool:
    """Take a company or a post."""
    bare = re.sub(r"(?:より|から)$", "", word)
    if " " in bare or "\u3000" in bare:
        return False
    if out.company in _LEGAL and bare not in _LEGAL:
        out.company = f"{out.company} {bare}"
    elif FIRM.search(bare):
        out.company = out.company or bare
    elif TITLE.whole(bare) or _is_unit(bare):
        out.title = f"{out.title} {bare}" if out.title else bare
        if OURS.inside(bare) and out.side == "unknown":
            out.side = "vendor"
    else:
        return False
    return True


def _is_unit(word: str) -> bool:
    """Whether a word is a department or a post in one; a surname is shorter."""
    post = _SUFFIXED.match(word)
    return bool(_UNIT.search(word) and len(word) > 2) or bool(post and _UNIT.search(post["name"]))  # noqa: PLR2004


def _word(word: str, out: _Parts) -> str | None:
    """Take one word of a chunk, or return it without what is appended to names."""
    if not word or _labelled(word, out) or _posted(word, out):
        return None
    tail = _TAIL.search(word)
    if tail and tail["honour"] in {"様", "さま", "님"} and out.side == "unknown":
        out.side, out.told = "customer", True
    return word[: tail.start()] if tail else word


def _beside(text: str, out: _Parts) -> None:
    """Take what stands in brackets beside a name."""
    for piece in (p.strip() for p in re.split(r"[、,，/／|｜]", text)):
        if not piece:
            continue
        if _labelled(piece, out):
            out.told = out.told or _ACT.whole(piece)
            out.title = out.title or (piece if OURS.inside(piece) else None)
            continue
        if FIRM.search(piece) and not TITLE.whole(piece.split()[-1]):
            out.company = out.company or piece
        elif TITLE.inside(piece) or OURS.inside(piece) or _UNIT.search(piece):
            out.title = out.title or piece
            if OURS.inside(piece) and out.side == "unknown":
                out.side, out.told = "vendor", True
        else:
            out.company = out.company or piece


def people_in(text: str) -> list[Named]:
    """Return the people in a list such as "COMPANY UNIT POST NAME様、NAME(POST)"; the company counts for all."""
    company: str | None = None
    unit: str | None = None
    out: list[Named] = []
    for piece in re.split(r"[、,，]", text):
        parts = _Parts()
        for m in _BRACKET.finditer(piece):
            _beside(m[1], parts)
        found: list[str] = []
        for word in _SOFT.split(_BRACKET.sub(" ", piece).strip()):
            own = _word(word, parts) or ""
            if own and (post := _SUFFIXED.match(own)):
                own = post["name"]
                parts.title = f"{parts.title} {post['title']}" if parts.title else post["title"]
            found += [own] if own else []
        name = " ".join(found)
        company, unit = parts.company or company, parts.title or unit
        if name and _PERSON.fullmatch(name.replace(" ", "")) and len(name) <= _LONGEST_NAME:
            out.append(Named(name, parts.title or (unit if not out else None), company, None, piece.strip()))
    return out
