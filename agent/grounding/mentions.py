"""Names inside a text: which words of it name a person or another account, and whether the quotes bear them out."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from agent.grounding.clauses import clauses
from agent.grounding.model import Unproven
from agent.grounding.vocabulary import ACRONYMS, given_names
from agent.values.calendar import months, weekdays
from agent.values.fold import is_cjk, plain, strip_marks
from agent.values.languages import language_of
from agent.values.names import fold_name

if TYPE_CHECKING:
    from agent.grounding.support import Support

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_START = re.compile(r"(?:^|[.!?:;。！？\n•*\"“»«)]|\s[-–—]|^\s*\(?\d{1,2}[.)])\s*[\"“'(]*$")
_POSSESSIVE = re.compile(r"['’]s?$")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余叶蒋杜苏魏程吕丁沈任"
    "姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武莫孔向"
    "汤"
)
_CJK_HONORIFIC = re.compile(
    rf"(?P<n>[{''.join(sorted(_SURNAMES))}][\u4e00-\u9fff]{{0,2}}?)"
    r"(?:总监|总经理|总(?![是体共计算之结部是的有会量数额])|先生|女士|小姐|经理|主任|老师)|"
    r"(?P<j>[\u4e00-\u9fff\u30a0-\u30ff々]{1,6})(?:さん|様|氏)|"
    r"(?P<k>[\uac00-\ud7af]{2,4}?) ?(?:님|씨|부장|과장|대리|팀장)"
)
_NOBODY = frozenset({"客", "皆", "担当者", "責任者", "各位", "御社", "お客", "貴社", "고객", "담당자"})
_GENERIC = frozenset(
    [
        "i",
        "we",
        "they",
        "he",
        "she",
        "it",
        "you",
        "our",
        "their",
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "customer",
        "client",
        "vendor",
        "support",
        "engineering",
        "product",
        "team",
        "finance",
        "legal",
        "sales",
        "billing",
        "security",
        "leadership",
        "management",
        "account",
        "contact",
        "agent",
        "user",
        "users",
    ]
)
_HERR = re.compile(r"(?:Herrn?|Frau|Mr|Mrs|Ms|Dr|Prof|M\.|Mme|Sr|Sra|Sig|Dhr|Mevr|Pan|Pani)\.? (?:Dr\.? |Prof\.? )*$")
_TITLE_CASE, _ALIKE, _SWAP = 0.6, 0.6, 3


def _bare(token: str) -> str:
    return strip_marks(_POSSESSIVE.sub("", plain(token))).casefold()


def allowed_words(support: Support, account: str | None) -> frozenset[str]:
    """Return the words that a text may use as names: of the quotes, their authors, the authors' company, the account.

    The subject's words may be used too (it names the product), unless they are somebody's name.
    """
    people = [p for p in support.thread.ticket.people if p.name in support.authors]
    subject = {_bare(t) for t in _TOKEN.findall(plain(support.thread.ticket.subject or ""))}
    extra = [*support.authors, *(p.company or "" for p in people), *(p.title or "" for p in people), account or ""]
    words = {_bare(t) for text in extra for t in _TOKEN.findall(text)}
    for token in [*support.tokens, *(_bare(t) for t in _TOKEN.findall(plain(support.text)))]:
        words.add(token)
        words.update(re.split(r"[-']", token))
    return frozenset(words | (subject - support.thread.name_tokens - given_names()))


def prove_names(text: str, support: Support, account: str | None) -> None:
    """Raise Unproven for the first name of the text that neither the quotes nor their authors bear out."""
    allowed = allowed_words(support, account)
    _prove_people(text, support)
    _prove_latin(text, support, allowed)
    _prove_cjk(text, support, account)
    _prove_unswapped(text, support, allowed)


def _prove_people(text: str, support: Support) -> None:
    """The full name of somebody else of the thread is no product, though its words may be the company's."""
    for name in support.thread.names - support.authors:
        full = [_bare(t) for t in _TOKEN.findall(plain(name))]
        said = [_bare(t) for t in _TOKEN.findall(plain(text))]
        if (
            len(full) > 1
            and _within(full, said)
            and not _within(full, [_bare(t) for t in _TOKEN.findall(support.line)])
        ):
            raise Unproven(code="name", reason=f"{name!r} is neither in the quotes nor the author of one")


def _within(part: list[str], whole: list[str]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def _prove_latin(text: str, support: Support, allowed: frozenset[str]) -> None:
    flat = plain(text)
    tokens = list(_TOKEN.finditer(flat))
    capital = [t for t in tokens if t.group()[0].isupper()]
    headline = len(tokens) > _SWAP and len(capital) / len(tokens) >= _TITLE_CASE
    nouns = headline or language_of(text) == "de"
    for index, match in enumerate(tokens):
        word = match.group()
        if not word[0].isupper() or is_cjk(word[0]):
            continue
        bare = _bare(word)
        parts = [p for p in re.split(r"[-']", bare) if p]
        if bare in allowed or all(p in allowed for p in parts) or bare in _GENERIC or len(bare) == 1:
            continue
        follows = (
            index + 1 < len(tokens)
            and tokens[index + 1].start() == match.end() + 1
            and tokens[index + 1].group()[0].isupper()
        )
        if _is_name(bare, word, flat, match, support, plain_noun=nouns, follows=follows):
            raise Unproven(
                code="name",
                reason=f"the name {word!r} is not in the quotes, nor their author's; quote the words that name it",
            )


def _is_name(
    bare: str, word: str, flat: str, match: re.Match[str], support: Support, *, plain_noun: bool, follows: bool
) -> bool:
    """Whether a capitalised word that the quotes do not hold has to be taken for a name."""
    if bare in support.thread.name_tokens or bare in given_names() or _HERR.search(flat[: match.start()]):
        return True
    if bare in months() or bare in weekdays():
        return not _told(bare, support)
    if word.isupper():
        return word not in ACRONYMS and word not in support.thread.capitals
    if plain_noun:
        return False
    if _START.search(flat[: match.start()]):
        return follows and bare not in support.thread.words and _next_unknown(flat, match, support)
    return True


def _next_unknown(flat: str, match: re.Match[str], support: Support) -> bool:
    """Whether the capitalised word behind the first of a clause is unknown too: two make a full name."""
    after = _TOKEN.match(flat, match.end() + 1)
    return bool(after) and _bare(after.group()) not in support.tokens and _bare(after.group()) not in _GENERIC  # type: ignore[union-attr]


def _told(bare: str, support: Support) -> bool:
    """Whether a month or weekday is that of a day which the quotes tell."""
    if bare in months():
        return any(d.month == months()[bare] for d in support.days)
    return any(d.weekday() == weekdays()[bare] for d in support.days)


def _prove_cjk(text: str, support: Support, account: str | None) -> None:
    known = support.text + "\n" + "\n".join(support.authors) + "\n" + (account or "")
    for name in support.thread.cjk_names:
        if name in text and name not in known:
            raise Unproven(
                code="name",
                reason=f"the name {name!r} is not in the quotes, nor their author's; quote the words that name it",
            )
    for match in _CJK_HONORIFIC.finditer(text):
        name = match["n"] or match["j"] or match["k"]
        if (
            name not in _NOBODY
            and not any(match.group()[at:] in known for at in range(len(name)))
            and name not in known
        ):
            raise Unproven(
                code="name", reason=f"the name {match.group()!r} is not in the quotes; quote the words that name it"
            )


def _pieces(text: str) -> list[str]:
    """Return Latin words and single CJK characters."""
    return re.findall(
        r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+(?:['’-][^\W_]+)*",
        plain(text),
    )


def _prove_unswapped(text: str, support: Support, allowed: frozenset[str]) -> None:
    """A clause that is the quote's but for a name in its place has another name in it."""
    quoted = [_pieces(c.text) for p in support.proofs for c in clauses(p.line, None)]
    for clause in clauses(text, None):
        mine = _pieces(clause.text)
        for theirs in quoted:
            if not mine or not theirs or len(set(mine) & set(theirs)) < _ALIKE * min(len(mine), len(theirs)):
                continue
            matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
            if matcher.ratio() < _ALIKE:
                continue
            for op, a, b, c, d in matcher.get_opcodes():
                if op == "replace" and _swaps(mine[a:b], theirs[c:d], mine, (c, theirs), support, allowed):
                    raise Unproven(
                        code="name",
                        reason=f"{' '.join(mine[a:b])!r} stands where the quote has {' '.join(theirs[c:d])!r}",
                    )


def _swaps(
    new: list[str],
    old: list[str],
    mine: list[str],
    place: tuple[int, list[str]],
    support: Support,
    allowed: frozenset[str],
) -> bool:
    at, theirs = place
    if len(new) > _SWAP + 1 or len(old) > _SWAP + 1:
        return False
    if is_cjk(old[0][0]):
        around = "".join(theirs[max(0, at - 2) : at + len(old) + 2])
        named = any(n in around and set(n) & set(old) for n in support.thread.cjk_names)
        return named or (old[0] in _SURNAMES and new[0] in _SURNAMES and len(mine) > len(new))
    people = {t for name in support.thread.names for t in fold_name(name).split()}
    was = any(o[0].isupper() and (at or _bare(o) in people | given_names()) for o in old)
    now = any(n[0].isupper() and _bare(n) not in allowed for n in new)
    return was and now
