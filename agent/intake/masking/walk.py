"""From a label to its value: assigned (`pw: x`), said (`the password for the portal is x`) or beside it (`pw x`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from agent.intake.masking.scan import WALL, pattern, terms
from agent.intake.masking.values import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

Link = Literal["assigned", "said", "beside"]

COPULAS = frozenset(
    terms("""
    is was are were be being reads = : -> => - — ist war lautet lautete sind hieß heißt est était sont es era son
    fue sea é era são foi è erano sono er var är ble bir oli jest był je byl bol volt este это был є là adalah
    ialah yra
""")
)
TOWARDS = frozenset(
    terms("""
    to from von auf a à al em para op till til na in su as
""")
)
CHANGED = frozenset(
    terms("""
    changed change set reset was has been have got be now back i we they you it geändert gesetzt zurückgesetzt
    wurde habe hat wird auf changé modifié été cambiada cambié cambiado fue restablecida alterada mudada foi
    cambiata cambiato stata gewijzigd werd ändrat ändrades ændret endret zmieniłem zmienione
""")
)
FILLERS = frozenset(
    terms("""
    still now currently simply just the same set changed to always again actually jetzt noch aktuell immer nun
    ahora sigue siendo todavía maintenant toujours encore agora ainda adesso ancora nu nog steeds fortfarande nadal
    teraz сейчас теперь: = : ->
""")
)
_ASSIGN = (
    r"""[ \t]*["'`*_)\]}»”」』]{0,4}[ \t]*(?::=|=>|->|→|[:=]{1,3}|[ ,]{1,3}["']?value["']?[ \t]*[:=])"""
    r"""[ \t]*[*_]{0,2}[ \t]*(?:\r?\n[ \t>]{0,8}(?=[^\s:]{4,64}[ \t]*(?:\r?\n|$)))?"""
)
_QUOTED = r"""["“„«「『'`‘‚]([^\n"“”„»」』'`’\ue000]{1,128})["”“»」』'`’]"""
_BARE = r"[^\s\ue000]{1,256}"
_FIRST = r"(?:[ \t]*[|,][ \t]*|[ \t(]{1,4}|\r?\n[ \t>]{0,8}(?=[^\s:]{5,64}[ \t]*(?:\r?\n|$)))([^\s\ue000]{1,256})"
_ENDS = ".!?;"
_WORDS = 9
_CJK_LINK = r"""(?:[^\x21-\x7e\n\ue000]|[:=("'`*]){0,14}"""
_CJK_VALUE = r"[A-Za-z0-9!#$%&*+/<=>?@^_~\\.-][\x21-\x7e]{3,127}"


class Candidate(NamedTuple):
    """A value that stands to a label in some relation. `gap` counts words between; `last`: nothing else follows it."""

    start: int
    end: int
    link: Link
    gap: int
    quoted: bool
    last: bool
    between: str


def candidates(
    plain: str, at: int, *, wordless: bool = False, copula: str = "", label: str = ""
) -> Iterator[Candidate]:
    """Yield the values that the label ending at `at` may mean, the nearest first.

    `wordless`: a script without spaces. `copula`: a word that means "is" in the label's language and something else in
    others. `label`: the label itself; where it comes again it speaks for what follows it.
    """
    assign = pattern(_ASSIGN).match(plain, at)
    if assign:
        found = _value(plain, assign.end(), "assigned", 0, "")
        if found:
            yield found
            return
    if wordless:
        yield from _wordless(plain, at)
        return
    yield from _prose(plain, at, copula, label)


def _wordless(plain: str, at: int) -> Iterator[Candidate]:
    link = pattern(_CJK_LINK).match(plain, at)
    start = link.end() if link else at
    found = pattern(_CJK_VALUE).match(plain, start)
    if found:
        value = trimmed(found[0])
        mark = pattern(r"[:=是为為は이가]").search(plain, at, start)
        yield Candidate(
            start,
            start + len(value),
            "said" if mark else "beside",
            gap=0,
            quoted=False,
            last=True,
            between=plain[at:start],
        )


def _value(plain: str, at: int, link: Link, gap: int, between: str) -> Candidate | None:
    quoted = pattern(_QUOTED).match(plain, at)
    if quoted:
        return Candidate(quoted.start(1), quoted.end(1), link, gap, quoted=True, last=True, between=between)
    while at < len(plain) and plain[at] in "\"'`“„«「『‘(*":
        at += 1
    bare = pattern(_BARE).match(plain, at)
    value = trimmed(bare[0]) if bare else ""
    if not bare or not value:
        return None
    end = at + len(value)
    return Candidate(at, end, link, gap, quoted=False, last=_last(plain, end), between=between)


def _last(plain: str, at: int) -> bool:
    """Whether the statement ends here: end of line, a comma or bar, markup, or a wide gap."""
    return pattern(r"""["'`*_)\]}.!]{0,3}[ \t]*(?:\r?\n|$|[,;|<&]|\t|[ ]{2}|\ue000|\\n)""").match(plain, at) is not None


def _prose(plain: str, at: int, copula: str, label: str) -> Iterator[Candidate]:
    """Walk the words after the label up to the end of the sentence, looking for a link and what follows it."""
    stop = at
    between: list[str] = []
    for gap in range(_WORDS):
        word = pattern(_FIRST if gap == 0 else r"[ \t(]{1,4}([^\s\ue000]{1,256})").match(plain, stop)
        if not word:
            return
        raw = word[1].casefold()
        bare = raw.rstrip(",:=")
        if bare == label:
            return
        if gap == 0 or word[1][0] in "\"'`“„«":
            found = _value(plain, word.start(1), "beside", gap, " ".join(between))
            if found:
                yield found
        if raw[-1] in ":=" and len(raw) > 1:
            found = _following(plain, word.end(), "assigned", gap + 1, between)
        elif bare in COPULAS or bare == copula or (bare in TOWARDS and all(item in CHANGED for item in between)):
            found = _following(plain, word.end(), "assigned" if bare in {"", "->", "=>"} else "said", gap, between)
        else:
            found = None
        if found:
            yield found
        if raw[-1] in _ENDS:
            return
        between.append(bare)
        stop = word.end()


def _following(plain: str, at: int, link: Link, gap: int, between: list[str]) -> Candidate | None:
    for _ in range(3):
        space = pattern(r"[ \t]{0,4}(?:\r?\n[ \t>]{0,8})?" if link == "assigned" else r"[ \t]{1,4}").match(plain, at)
        if not space:
            return None
        word = pattern(_BARE).match(plain, space.end())
        if not word or (word[0].casefold() not in FILLERS and word[0].casefold() not in CHANGED):
            return _value(plain, space.end(), link, gap, " ".join(between)) if word else None
        at = word.end()
    return None


__all__ = ["WALL", "Candidate", "Link", "candidates"]
