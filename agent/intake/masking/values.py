"""What a value looks like by itself: drawn at random, strong as a password, or harmless."""

from __future__ import annotations

from itertools import pairwise

from agent.intake.masking.scan import pattern

_FORMS = (
    r"(?i)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]?\d\d?:?\d\d.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"  # dates
    r"|\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?(?:[ap]m|z|h|uhr)?|\d{1,2}(?:st|nd|rd|th|[ap]m)|\d+[smhd]"  # times
    r"|[-+~<>≤≥]*[$€£¥]?[\d.,']+(?:%|[kmg]?b?|eur|usd|gbp|chf|px|ms|gb|kb|mb|tb|x)?"  # amounts
    r"|v?\d{1,9}(?:\.\d{1,9}){1,6}(?:[-+].*)?|v\d+|#\d+|q[1-4]/?\d{0,4}"  # versions, ticket numbers
    r"|[^\s@]+@[^\s@]+\.[a-z]{2,}|[a-z]{2,12}://.*|//.*|www\..*|/[a-z0-9_./-]*|[a-z]:\\.*|[a-z][\w.-]{0,64}"
    r"(?:/[a-z][\w.-]{0,64}){1,12}/?"  # addresses, paths
    r"|[\w.-]+@[\w.-]+:.*|[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:]*"  # shell prompts, hardware and IPv6 addresses
    r"|[\w-]{1,64}(?:\.[\w-]{1,64}){0,6}\.(?:com|org|net|io|example|csv|pdf|txt|log|json|xml|png|jpe?g|xlsx?|docx?|zip"
    r"|eml|ya?ml|py|js|ts|java|exe|dll))"
)
_WORDY = (
    r"(?i)(?:\d?[a-z]{1,64}(?:[-'’/._][a-z]{1,64}){0,12}[.'’]?"  # words, hyphenated or not, snake_case identifiers
    r"|(?-i:[A-Z]{1,7})-\d{1,8}|(?-i:[a-z]{2,9})-\d{3,8}(?:-[a-z0-9])?"  # ticket numbers
    r"|(?:sha|md|aes|rsa|utf|rfc|iso|tls|ssl|oauth|base|http|php|win|ipv|web|log4|office|[mo])-?\d{1,5}"
    r"(?:-[a-z0-9]{1,6})*"
    r"|(?-i:[a-z_.]{2,24})[=:].*|[a-z_][\w.]{0,64}\(.*"  # another setting, a call
    r"|\d{1,3}(?:-?(?:char|digit|day|zeichen|stellig|fa|factor)\w*))"
)
_DUMMY = (
    r"(?i)(?:<[^<>]*>|\{.*\}|\[[^\[\]]*\]|\$[\w{(].*|%\w+%|[*•●·.xX_#?-]+|(?:your|my|the|some|example)[-_ ].*"
    r"|null|none|nil|undefined|true|false|n/?a|env\..*|process\.env.*|os\.(?:environ|getenv).*|redacted|masked|hidden)"
)
_RANDOM_LENGTH = 16
_CORE_LENGTH = 10
_CHANGES = 4
_SHORT_RUN = 2
_STRONG_LENGTH = 5
UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"


def is_uuid(value: str) -> bool:
    """Whether the value is a UUID in its usual form."""
    return pattern(UUID).fullmatch(value) is not None


def is_dummy(value: str) -> bool:
    """Whether the value only says where a secret would stand, or was redacted by somebody else."""
    return pattern(_DUMMY).fullmatch(value) is not None


def has_form(value: str) -> bool:
    """Whether the value has the form of a date, time, amount, version, address, path or file."""
    return pattern(_FORMS).fullmatch(value[:200]) is not None


def is_harmless(value: str) -> bool:
    """Whether the value has such a form, or is a ticket number, a word or the name of an algorithm."""
    return has_form(value) or pattern(_WORDY).fullmatch(value[:200]) is not None


def _changes(core: str) -> int:
    classes = ["9" if char.isdigit() else "A" if char.isupper() else "a" for char in core]
    return sum(left != right for left, right in pairwise(classes))


def looks_random(value: str, least: int = _RANDOM_LENGTH) -> bool:
    """Whether the value is long enough and its longest unbroken part alternates as random characters do."""
    if len(value) < least or is_uuid(value):
        return False
    core = max(pattern(r"[^A-Za-z0-9]+").split(value), key=len)
    if len(core) < min(_CORE_LENGTH, least):
        return False
    has_digit = any(char.isdigit() for char in core)
    has_letter = any(char.isalpha() for char in core)
    mixed = core != core.lower() and core != core.upper()
    if has_digit and has_letter:
        runs = pattern(r"\d+").findall(core)
        return _changes(core) >= _CHANGES and (len(runs) > 1 or len(runs[0]) > _SHORT_RUN or not mixed)
    return has_letter and mixed and len(core) >= _RANDOM_LENGTH and _changes(core) >= 2 * _CHANGES


def is_strong(value: str) -> bool:
    """Whether the value mixes letters with digits or inner signs as passwords do and ordinary words do not."""
    if len(value) < _STRONG_LENGTH or is_dummy(value) or is_harmless(value):
        return False
    digit = any(char.isdigit() for char in value)
    letter = any(char.isalpha() for char in value)
    sign = any(char in "!@#$%^&*+=?~|\\_" for char in value[:-1])
    return (letter and (digit or sign)) or (digit and sign)


def trimmed(value: str) -> str:
    """Return what is left of an unquoted value when the syntax and punctuation around it are cut off."""
    cut = pattern(
        r"""&\w+=|;\s*\w+=|,["']?\w+["']?[:=]|</|\\[nr]|["'`](?=[\s,;)\]}>]|$)|[」』”»“„|]|&(?:quot|lt);"""
    ).search(value)
    value = value[: cut.start()] if cut else value
    while value and (
        value[-1] in ".,;:\"'`>"
        or (value[-1] in ")]}" and value.count(value[-1]) > value.count("([{"[")]}".index(value[-1])]))
    ):
        value = value[:-1]
    return value
