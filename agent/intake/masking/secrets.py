"""Keys, tokens and secrets that only their label gives away: in headers, settings and prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.masking.scan import Hit, pattern, terms
from agent.intake.masking.values import is_dummy, is_harmless, is_strong, is_uuid, looks_random, trimmed
from agent.intake.masking.walk import Candidate, candidates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.intake.masking.scan import Kind, Scan

_SECRET_QUALIFIERS = frozenset(
    terms("""
    api access secret auth private signing encryption master shared account service app application license licence
    activation rest client sas hmac webhook authentication authorization consumer subscription storage ssh deploy
    admin security symmetric storagekey product integration bot x function host_ live test sandbox production prod
    bearer wifi fi wlan wpa wpa2 wpa3 wep network preshared psk passwort
""")
)
_OTHER_QUALIFIERS = frozenset(
    terms("""
    idempotency primary foreign sort partition cache routing object public issue jira project composite lookup
    dedup deduplication message translation natural surrogate row record correlation registry hot arrow shortcut
    page next continuation cursor sync max prompt completion input output total cancellation design syntax lexer
    same number of host map hash index unique session_ order trace request publishable_ csrf_ non low turn mon don
    hoc jockey storage_path s3 bucket
""")
)
_WORDS: tuple[tuple[str, Kind], ...] = (
    ("secret", "API_KEY"),
    ("credential", "API_KEY"),
    ("token", "TOKEN"),
    ("jeton", "TOKEN"),
    ("токен", "TOKEN"),
    ("sessionid", "TOKEN"),
    ("session id", "TOKEN"),
    ("session_id", "TOKEN"),
    ("sessid", "TOKEN"),
    ("jsessionid", "TOKEN"),
    ("connect.sid", "TOKEN"),
    ("sid=", "TOKEN"),
    ("sess=", "TOKEN"),
    ("session=", "TOKEN"),
    ("cookie=", "TOKEN"),
    ("schlüssel", "API_KEY"),
    ("clé", "API_KEY"),
    ("clave", "API_KEY"),
    ("chave", "API_KEY"),
    ("segredo", "API_KEY"),
    ("secreto", "API_KEY"),
    ("segreto", "API_KEY"),
    ("geheimnis", "API_KEY"),
    ("chiave", "API_KEY"),
    ("sleutel", "API_KEY"),
    ("nyckel", "API_KEY"),
    ("nøkkel", "API_KEY"),
    ("nøgle", "API_KEY"),
    ("avain", "API_KEY"),
    ("klucz", "API_KEY"),
    ("klíč", "API_KEY"),
    ("anahtar", "API_KEY"),
    ("ключ", "API_KEY"),
    ("مفتاح", "API_KEY"),
)
_WORDLESS: tuple[tuple[str, Kind], ...] = (
    ("密钥", "API_KEY"),
    ("秘钥", "API_KEY"),
    ("密鑰", "API_KEY"),
    ("令牌", "TOKEN"),
    ("凭证", "TOKEN"),
    ("キー", "API_KEY"),
    ("シークレット", "API_KEY"),
    ("トークン", "TOKEN"),
    ("키", "API_KEY"),
    ("시크릿", "API_KEY"),
    ("토큰", "TOKEN"),
)
_SUFFIX = (
    r"(?:s|en|et|em|у|а|ом|_?(?:key|base|value|id|token|secret|plain|prod|live|test|dev|access|1|2))?"
    r"(?:_?(?:base|value|plain|prod|live|test|dev))?(?![\w])"
)
_SHORTEST = 8
_RANDOM_LENGTH = 16
_WORDS_BACK = 6
_LONG_KEY = 20
_ANTI = frozenset(
    terms("""
    commit hash order request trace id sha sha1 sha256 correlation revision rev build ticket case invoice span
    digest checksum etag job run cursor fingerprint message transaction device
""")
)
_REACH = 60
_COOKIE_REACH = 8192
_AUTHORIZATION = (
    r"""["']?[ \t]*[:=][ \t]*["']?"""
    r"""(?:(?:bearer|basic|token|digest|apikey|api-key|negotiate|aws4-hmac-sha256|key|jwt|oauth)[ \t]+)?"""
    r"""["']?(?P<value>[A-Za-z0-9._~+/=:-]{6,8192})"""
)
_SCHEME = r"[ \t]+[\"'`]?(?P<value>[A-Za-z0-9._~+/=-]{8,8192})"
_COOKIE = r"[\w.%-]{1,64}=(?P<value>[^\s;,\"'\ue000]{8,4096})"
_REVERSED = (
    r"[\"'`“„]?(?P<value>[A-Za-z0-9_+/=.-]{16,512})[\"'`”“]?[ ]?(?:(?:[,(]|-|is|was|as|ist|est|es|é|è|als"
    r"|comme|como)[ ]?){1,2}(?:\w{1,10}[ ]){0,3}$"
)


def find(scan: Scan) -> Iterator[Hit]:
    """Yield every value that stands where a key, token or secret is named."""
    yield from _headers(scan)
    for word, kind in (item for item in _WORDS if item[0] in scan.folded):
        for start in scan.starts(word):
            end = start + len(word.rstrip("="))
            yield from _named(scan, start, end, kind, qualified=word not in {"token", "credential"})
    for start in scan.starts("key"):
        qualifier = _qualifier(scan, start)
        if qualifier is not None:
            yield from _named(scan, start, start + 3, "API_KEY", qualified=qualifier)
    for word, kind in (item for item in _WORDLESS if item[0] in scan.folded):
        for start in scan.starts(word):
            yield from _after(scan, start + len(word), kind, qualified=True, wordless=True)


def _qualifier(scan: Scan, start: int) -> bool | None:
    """Whether the word before `key` makes it a secret; null where it is another word or another kind of key."""
    before = pattern(r"([a-z0-9]{0,24})([ _.-]{0,2})$").search(scan.folded, max(0, start - 26), start)
    word, gap = (before[1], before[2]) if before else ("", "")
    if word in _OTHER_QUALIFIERS:
        return None
    if word in _SECRET_QUALIFIERS or any(
        word.endswith(item) for item in ("api", "access", "secret", "auth", "account", "private")
    ):
        return True
    return False if gap or not word else None


def _named(scan: Scan, start: int, end: int, kind: Kind, *, qualified: bool) -> Iterator[Hit]:
    before = pattern(r"([^\W\d_]{1,24})[ _.-]{0,2}$").search(scan.folded, max(0, start - 26), start)
    if before and before[1] in _OTHER_QUALIFIERS:
        return
    suffix = pattern(_SUFFIX).match(scan.folded, end)
    if not suffix:
        return
    reverse = _reversed(scan, start, kind)
    if reverse:
        yield reverse
    yield from _after(scan, suffix.end(), kind, qualified=qualified, label=scan.folded[start : suffix.end()])


def _after(
    scan: Scan, at: int, kind: Kind, *, qualified: bool, wordless: bool = False, label: str = ""
) -> Iterator[Hit]:
    plain = scan.plain
    for found in candidates(plain, at, wordless=wordless, label=label):
        if _accepted(plain, found, qualified=qualified):
            yield Hit(kind, found.start, found.end)
            return
    if wordless:
        return
    line_end = scan.line(at)[1]
    for word in pattern(r"[^\s\ue000\"'`()<>,;]{16,512}").finditer(plain, at, min(line_end, at + _REACH)):
        between = plain[at : word.start()]
        value = trimmed(word[0])
        if (
            looks_random(value, 16 if qualified else _LONG_KEY)
            and not is_harmless(value)
            and not _interrupted(between)
            and pattern(r"[\w+/=.~-]{16,}").fullmatch(value)
        ):
            yield Hit(kind, word.start(), word.start() + len(value))
            return


def _interrupted(between: str) -> bool:
    return pattern(r"[.!?;]\s").search(between) is not None or any(
        word in _ANTI for word in pattern(r"[\W_]+").split(between.casefold())
    )


def _accepted(plain: str, found: Candidate, *, qualified: bool) -> bool:
    value = plain[found.start : found.end]
    linked = found.link != "beside"
    if len(value) < _SHORTEST or " " in value or is_dummy(value) or _interrupted(found.between):
        return False
    if is_uuid(value) or (qualified and linked and _is_base64(value)):
        return linked
    if is_harmless(value):
        return False
    if looks_random(value):
        return linked or qualified or len(value) >= _LONG_KEY
    mixed = any(char.isdigit() for char in value) and any(char.isalpha() for char in value)
    return linked and qualified and mixed and found.gap == 0 and is_strong(value)


def _is_base64(value: str) -> bool:
    """Whether what has the form of a path is rather a key whose alphabet holds the slash."""
    mixed = value != value.lower() and any(char.isdigit() for char in value)
    return mixed and pattern(r"[A-Za-z0-9+/]{32,128}={0,2}").fullmatch(value) is not None


def _reversed(scan: Scan, start: int, kind: Kind) -> Hit | None:
    begin = max(0, start - 600)
    window = scan.plain[begin:start]
    window = window[window.rfind("\n") + 1 :]
    link = pattern(r"[ ,(-](?:is|was|as|ist|est|es|é|è|als|comme|como|-|,|\()?[ ]?(?:\w{1,10}[ ]){0,3}$").search(
        window[-48:]
    )
    if not link:
        return None
    at = len(window)
    for word in reversed(window.rstrip().split(" ")[-_WORDS_BACK:]):
        at = window.rfind(word, 0, at)
        whole = pattern(_REVERSED).match(window, at) if len(word) >= _RANDOM_LENGTH else None
        if whole and looks_random(whole["value"]) and not is_harmless(whole["value"]) and not _preceded(window[:at]):
            base = start - len(window)
            return Hit(kind, base + whole.start("value"), base + whole.end("value"))
    return None


def _preceded(text: str) -> bool:
    words = pattern(r"[\W_]+").split(text[-24:].casefold())
    return any(word in _ANTI for word in words[-3:])


def _headers(scan: Scan) -> Iterator[Hit]:
    for start in scan.starts("authorization"):
        found = pattern(_AUTHORIZATION, 2).match(scan.plain, start + len("authorization"))
        if found and any(char.isdigit() or char in "=_" for char in found["value"]) and not is_dummy(found["value"]):
            yield Hit("TOKEN", found.start("value"), found.end("value"))
    for scheme in ("bearer", "basic"):
        for start in scan.starts(scheme):
            found = pattern(_SCHEME).match(scan.plain, start + len(scheme))
            if found and _scheme_value(scheme, found["value"]):
                yield Hit("TOKEN", found.start("value"), found.start("value") + len(found["value"].rstrip(".:-")))
    yield from _cookies(scan)


def _cookies(scan: Scan) -> Iterator[Hit]:
    done = 0
    for start in scan.starts("cookie:"):
        if start < done:
            continue
        done = min(scan.line(start)[1], start + _COOKIE_REACH)
        for found in pattern(_COOKIE).finditer(scan.plain, start, done):
            if looks_random(found["value"]):
                yield Hit("TOKEN", found.start("value"), found.end("value"))


def _scheme_value(scheme: str, value: str) -> bool:
    if scheme == "bearer":
        return looks_random(value.rstrip("=")) or is_uuid(value)
    import binascii  # noqa: PLC0415  (only a candidate pays for it)

    try:
        return b":" in binascii.a2b_base64(value.encode(), strict_mode=True)
    except binascii.Error:
        return False
