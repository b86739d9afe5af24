"""Which language a text is in, by its commonest short words; enough to tell apart words that two languages share."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.values.fold import lower

_COMMON = {
    "en": "the and is are was were have has this that you we they for from not but been would with our your it to of",
    ("de"): (
        "der die das und ist sind nicht wir sie mit für von auf ein eine einen dem den wurde wird bei zum noch bitte im"
    ),
    "fr": "le les des est sont nous vous votre notre avec pour dans une pas que qui sur mais été cette du et",
    "es": "el los las es son nos usted su con para una por pero desde este esta hemos están y del se",
    "pt": "os as não são nós vocês com para uma por mas desde este foi estão muito já você e do da ao em",
    "it": "il gli di che sono noi voi con per una ma dal questo questa stato siamo molto già della nel è e",
    "nl": "het een zijn niet wij jullie met voor van maar deze dit werd wordt hebben ook nog naar onze en op",
    "sv": "och är inte vi ni med för av på den det som har från men också vår era till att",
    "nb": "og er ikke vi dere med for av på den det som har fra men også vår denne til å",
    "da": "og er ikke vi jer med for af på den det som har fra men også vores denne til at",
    "pl": "jest są nie wy nasz nasza z dla od na w się że jak już proszę przez oraz i do",
}
_WORD = re.compile(r"[a-zà-ɏ]+")
_SETS = {name: frozenset(words.split()) for name, words in _COMMON.items()}


@lru_cache(maxsize=1024)
def language_of(text: str) -> str | None:
    """Return the two-letter code of the likeliest language; null where nothing speaks for one."""
    low = lower(text)
    if re.search("[\u3040-\u30ff]", low):
        return "ja"
    if re.search("[\uac00-\ud7af]", low):
        return "ko"
    words = _WORD.findall(low)
    scores = {name: sum(word in common for word in words) for name, common in _SETS.items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best]:
        return best
    return "zh" if re.search("[\u4e00-\u9fff]", low) else None
