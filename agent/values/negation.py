"""Words that say no, in a dozen languages; and the softer words that can stand for one in a paraphrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from agent.values.fold import lower
from agent.values.languages import language_of


@dataclass(frozen=True)
class NegationSpan:
    """One negation. `soft` words (unable, refused, missing) can render a negation but are none."""

    start: int
    end: int
    text: str
    soft: bool = False


_ANY = (
    r"not|cannot|never|nobody|nothing|neither|nor|nowhere|without|[a-z]+n't|cant|dont|doesnt|didnt|"
    r"wont|isnt|wasnt|arent|havent|hasnt|couldnt|no longer|no one|kein(?:e[nrms]?)?|nicht|nie|niemals|"
    r"niemand(?:en|em)?|nichts|ohne|weder|jamais|sans|aucune?|rien|nunca|jamás|nada|ningun[oa]?|"
    r"ningún|sin|senza|nessun[oa]?|niente|nulla|não|nenhuma?|nem|sem|niet|geen|nooit|niets|niemand|"
    r"zonder|inte|ej|aldrig|ingen|inget|inga|utan|ikke|aldri|intet|uten|uden|nie|nigdy|nikt|nic|bez|"
    r"żaden|żadn\w+|não|hayır|değil|ei|eivät|není|nejsou|nemá"
)
_BY_LANGUAGE: dict[str, str] = {
    "en": "no|none|non",
    "fr": r"ne|n'(?=[a-zà-ÿ])|pas|non|personne",
    "es": "no|ni|tampoco",
    "it": "no|non|né|mai",
    "pt": "nada|ninguém",
    "nl": "nee|nergens|noch",
    "sv": "nej|ingenting|varken",
    "nb": "nei|ingenting|verken",
    "da": "nej|ingenting|hverken",
    "pl": "ani",
    "de": "nein",
}
_CJK = (
    r"不(?!具合|備|可欠|过|但|仅|仅仅|久|同|断|管|论|少|妨|错)|没(?!收)|未(?!来|来的|免)|无(?!论|"
    r"线|锡|疑)|無(?=[いしくか効断応法人任需須關権權故])|非(?!常|凡|洲)|勿|别(?=再|把|给|让|"
    r"发|用|动|写|承诺)|莫(?=要|非)|否|ない|なく|なかっ|なけれ|ません|ませぬ|ずに|"
    r"(?<=[わかさたなまらがばりいきしちにみけせてねめれ])ず(?![つかれ])|ぬ(?=[。、])|않|"
    r"(?<![가-힣])안 |(?<![가-힣])못|못하|없|아니|말(?=고|아|라)"
)
_FALSE = re.compile(
    r"no\.? ?(?=\d)|no\.(?= ?[a-z]?\d)|non-?stop|nothing but|not only|nonetheless|no doubt|nicht nur|"
    r"ohne weiteres|sans doute|no sólo|no solo|non solo|não só|niet alleen|inte bara|ikke bare|"
    r"nie tylko|no problem|whether or not|ohnehin|pas de problème|un pas|pas à pas|pas-à|le pas|"
    r"non-[a-z]+|n/a|why not|if not\?"
)
_SOFT = re.compile(
    r"(?<![a-zà-ɏ])(?:unable|impossible|fail(?:s|ed|ing|ure)?|refus\w+|lack\w*|missing|stopp?\w*|"
    r"den(?:y|ies|ied)|declin\w+|absent|absence|empty|unresolved|unanswered|unpaid|un(?:answer|avail|"
    r"reach|known|us(?:ed|able)|accept|will|author|notic|schedul|assign|prov|confirm|clear|process|"
    r"read|chang)\w*|reject\w+|exclud\w+|avoid\w*|prevent\w*|unless|barely|hardly|scarcely|few|"
    r"un(?:möglich|fähig|bekannt|verändert|bezahlt|beantwortet|vollständig)\w*|fehl\w+|verweiger\w+|"
    r"abgelehnt|lehn\w+|impossible|refus\w+|manqu\w+|absen\w+|imposible|falta\w*|rechaz\w+|"
    r"impossibile|manca\w*|rifiut\w+|impossível|recus\w+|onmogelijk|weiger\w+|ontbre\w+|omöjlig\w*|"
    r"vägra\w*|saknas?|umulig\w*|nekte\w*|mangle\w*|"
    r"niemożliw\w*|odm[oó]\w+|brak\w*)|拒|缺|失败|失敗|停|空|"
    r"불가|"
    r"거부|실패"
)


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str]:
    extra = _BY_LANGUAGE.get(language, "no|none|non")
    return re.compile(rf"(?<![a-zà-ɏ'-])(?:{_ANY}|{extra})(?![a-zà-ɏ])|{_CJK}")


_NE_PAIR = re.compile(
    r"(?<![a-zà-ɏ])(?:ne |n')[^.;:!?\n]{1,40}?(?<![a-zà-ɏ])(?:pas|jamais|plus|rien|personne|aucune?|que)(?![a-zà-ɏ])"
)


@lru_cache(maxsize=2048)
def _scan(text: str, known: str | None = None) -> tuple[NegationSpan, ...]:
    low = lower(text)
    language = known or language_of(text) or "en"
    false = [m.span() for m in _FALSE.finditer(low)]
    out: list[NegationSpan] = []
    pairs = [m.span() for m in _NE_PAIR.finditer(low)] if language == "fr" else []
    for start, end in pairs:
        out.append(NegationSpan(start, end, text[start:end]))
    for match in _pattern(language).finditer(low):
        if any(a <= match.start() < b for a, b in false) or any(
            match.start() == a or match.end() == b for a, b in pairs
        ):
            continue
        out.append(NegationSpan(match.start(), match.end(), match.group()))
    taken = [(s.start, s.end) for s in out]
    out.extend(
        NegationSpan(match.start(), match.end(), match.group(), soft=True)
        for match in _SOFT.finditer(low)
        if not any(a < match.end() and match.start() < b for a, b in taken)
    )
    return tuple(sorted(out, key=lambda s: s.start))


def negations_in(text: str, language: str | None = None) -> list[NegationSpan]:
    """Return the negations of the text in order; a French ne ... pas is one, `No. 5` and `non-stop` are none.

    `language` (two letters) settles what a short text leaves open; without it the text's own words do.
    """
    return [span for span in _scan(text, language) if not span.soft]


def soft_negations_in(text: str, language: str | None = None) -> list[NegationSpan]:
    """Return the words that can stand for a negation in a paraphrase (unable, refused, missing)."""
    return [span for span in _scan(text, language) if span.soft]
