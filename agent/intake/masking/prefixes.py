"""Keys that tell by their own form what they are: vendors' prefixes, JSON web tokens, invented `name_live_` prefixes.

The prefixes are what the vendors document for secret scanning (GitHub, GitLab, Slack, Stripe, AWS and so on).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from agent.intake.masking.scan import Hit, joined, pattern, terms
from agent.intake.masking.values import looks_random

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.intake.masking.scan import Kind, Scan

_W = "[A-Za-z0-9_-]"
_N = "[A-Za-z0-9]"
_X = "[0-9a-f]"
_B = "[A-Za-z0-9+/=_-]"
_D = "[A-Za-z0-9_.-]"
_TABLE = f"""
sk- {_W} 16|sk_live_ {_N} 8|sk_test_ {_N} 8|pk_live_ {_N} 8|pk_test_ {_N} 8|rk_live_ {_N} 8|rk_test_ {_N} 8
whsec_ {_B} 16|ghp_ {_N} 16|gho_ {_N} 16|ghu_ {_N} 16|ghs_ {_N} 16|ghr_ {_N} 16|github_pat_ {_W} 20|glpat- {_D} 16
gldt- {_W} 16|glft- {_W} 16|glsoat- {_W} 16|glrt- {_D} 16|glcbt- {_W} 16|glptt- {_W} 16|glagent- {_W} 16
gloas- {_W} 16|GR1348941 {_W} 16|xoxb- {_W} 10|xoxp- {_W} 10|xoxa- {_W} 10|xoxs- {_W} 10|xoxr- {_W} 10
xoxo- {_W} 10|xoxe- {_W} 10|xoxe. {_D} 10|xoxc- {_W} 10|xoxd- {_B} 10|xapp- {_W} 10|AKIA [A-Z0-9] 12
ASIA [A-Z0-9] 12|ABIA [A-Z0-9] 16|ACCA [A-Z0-9] 16|LTAI {_N} 12|AKID {_N} 16|AIza {_W} 30|ya29. {_W} 20
GOCSPX- {_W} 20|SG. {_D} 30|SK {_X} 32|key- {_X} 32|npm_ {_N} 30|pypi-AgE {_W} 20|hf_ {_N} 24|api_org_ {_N} 24
dop_v1_ {_X} 32|doo_v1_ {_X} 32|dor_v1_ {_X} 32|shpat_ {_N} 16|shpss_ {_N} 16|shpca_ {_N} 16|shppa_ {_N} 16
sq0atp- {_W} 20|sq0csp- {_W} 20|sq0idp- {_W} 20|EAA {_N} 60|PMAK- {_W} 20|NRAK- {_N} 16|NRJS- {_N} 16
NRII- {_W} 16|dapi {_X} 32|lin_api_ {_N} 20|ntn_ {_N} 20|figd_ {_W} 20|rubygems_ {_X} 32|hvs. {_W} 20|hvb. {_W} 20
hvr. {_W} 20|xkeysib- {_W} 30|sntrys_ {_B} 20|sntryu_ {_X} 30|dp.pt. {_N} 30|dp.st. {_D} 30|dp.ct. {_N} 30
dp.sa. {_N} 30|pul- {_X} 30|ATATT3 {_B} 30|ATCTT3 {_B} 30|ATBB {_N} 28|AKCp {_N} 20|CFPAT- {_W} 30|r8_ {_N} 30
gsk_ {_N} 30|xai- {_N} 30|pplx- {_N} 30|nvapi- {_W} 30|sbp_ {_X} 30|tskey- {_W} 16|rzp_live_ {_N} 12
rzp_test_ {_N} 12|pscale_tkn_ {_D} 20|pscale_pw_ {_D} 20|glsa_ {_W} 30|glc_ {_B} 30|EZAK {_N} 40|EZTK {_N} 40
duffel_live_ {_W} 30|fio-u- {_W} 30|AGE-SECRET-KEY-1 [A-Z0-9] 40|sl.B {_W} 60|pat-na1- {_W} 20|pat-eu1- {_W} 20
phc_ {_N} 30|phx_ {_N} 30|sgp_ {_N} 30|secret_ {_N} 40|cio_ {_N} 30|tfp_ {_N} 30|FLWSECK {_W} 20|live_ {_N} 24
test_ {_N} 24|00D [A-Za-z0-9!._] 60|oy2 [a-z0-9] 40|dckr_pat_ {_W} 20|dt0c01. {_D} 40|SHPPA_ {_N} 20|mlsn. {_X} 40
re_ {_W} 24|vercel_ {_N} 20|nfp_ {_N} 30
"""
_INFIXES = terms("""
    _live_ _test_ _prod_ _sandbox_ _secret_ _sk_ _pk_ _pat_ _key_ _api_ _tok_ _token_ -live- -prod- _dev_ _stg_
    _staging_
""")
_PEPPERED = frozenset(
    terms("""
    sk- live_ test_ secret_ re_ SK EAA key- hf_ cio_ tskey- xai-
""")
)
_JWT = r"eyJ[A-Za-z0-9_-]{8,8192}\.[A-Za-z0-9_-]{8,65536}(?:\.[A-Za-z0-9_-]{0,16384}){0,3}"
_SPECIAL = (
    ("eyj", _JWT, "TOKEN"),
    (".atlasv1.", r"\.atlasv1\.[A-Za-z0-9_=-]{40,80}", "API_KEY"),
    (":aa", r":AA[A-Za-z0-9_-]{31,36}", "TOKEN"),
    ("-us", r"-us\d{1,2}", "API_KEY"),
    ("age-secret-key-1", r"AGE-SECRET-KEY-1[A-Z0-9]{40,60}", "PRIVATE_KEY"),
)
_BEHIND = {".atlasv1.": r"[A-Za-z0-9]{14}$", ":aa": r"\d{8,10}$", "-us": r"[0-9a-f]{32}$"}
_AWS_SECOND_HALF = r"[ ]?[\s/:,;|][ ]?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"
_LEFT = 24
_RIGHT_LEAST = 12


def find(scan: Scan) -> Iterator[Hit]:
    """Yield every token that its own form gives away."""
    yield from _vendors(scan)
    yield from _special(scan)
    yield from _infixed(scan)


@cache
def entries() -> tuple[tuple[str, str, int], ...]:
    """Return the table: a prefix, the characters that may follow it, and how many have to."""
    rows = (entry.split(" ") for entry in _TABLE.replace("\n", "|").strip("|").split("|"))
    return tuple((prefix, charset, int(least)) for prefix, charset, least in rows)


def _vendors(scan: Scan) -> Iterator[Hit]:
    plain = scan.plain
    for prefix, charset, least in entries():
        at = plain.find(prefix)
        while at >= 0:
            end = at + len(prefix)
            if not (at and joined(plain[at - 1])):
                found = pattern(f"{charset}{{{least},600}}").match(plain, end)
                body = found[0].rstrip("-_.=") if found else ""
                if body and _is_key(prefix, body, least):
                    yield Hit(_kind(prefix), at, found.end() if found else end)
                    yield from _pair(plain, prefix, found.end() if found else end)
                end = found.end() if found else end
            at = plain.find(prefix, end)


def _pair(plain: str, prefix: str, at: int) -> Iterator[Hit]:
    """Yield the secret half written directly after the identifier of an AWS key."""
    second = pattern(_AWS_SECOND_HALF).match(plain, at) if prefix in {"AKIA", "ASIA"} else None
    if second:
        yield Hit("API_KEY", *second.span(1))


def _is_key(prefix: str, body: str, least: int) -> bool:
    if prefix in _PEPPERED:
        return looks_random(body, min(16, least))
    return any(char.isdigit() for char in body) or least >= _LEFT


def _kind(prefix: str) -> Kind:
    return "TOKEN" if prefix.startswith(("xox", "xapp", "ya29", "gh", "gl", "hv")) else "API_KEY"


def _special(scan: Scan) -> Iterator[Hit]:
    for word, source, kind in _SPECIAL:
        for at in scan.starts(word):
            if word not in _BEHIND and at and joined(scan.plain[at - 1]):
                continue
            found = pattern(source).match(scan.plain, at)
            if not found:
                continue
            start = at
            if word in _BEHIND:
                behind = pattern(_BEHIND[word]).search(scan.plain, max(0, at - 40), at)
                if not behind:
                    continue
                start = behind.start()
            if not (start and joined(scan.plain[start - 1])):
                yield Hit(
                    "TOKEN" if kind == "TOKEN" else "PRIVATE_KEY" if kind == "PRIVATE_KEY" else "API_KEY",
                    start,
                    found.end(),
                )


def _infixed(scan: Scan) -> Iterator[Hit]:
    """`acme_live_9fK2...`: a maker's name, an environment or use, and a random part."""
    plain = scan.plain
    for infix in (item for item in _INFIXES if item in scan.folded):
        for at in scan.starts(infix):
            left = pattern(r"[A-Za-z][A-Za-z0-9_]{1,23}$").search(plain, max(0, at - _LEFT), at)
            right = pattern(rf"{_N}{{{_RIGHT_LEAST},256}}").match(plain, at + len(infix))
            if left and right and looks_random(right[0], _RIGHT_LEAST) and scan.alone(left.start(), right.end()):
                yield Hit("API_KEY", left.start(), right.end())
