"""Private keys in every form of armour, also cut off at either end, quoted, indented or with escaped line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.masking.scan import Hit, pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.intake.masking.scan import Scan

_BEGIN = r"-{3,5}[ ]?BEGIN[ ](?:[A-Z0-9]{1,12}[ ]){0,3}PRIVATE[ ]KEY(?:[ ]BLOCK)?[ ]?-{0,5}"
_END = r"-{3,5}[ ]?END[ ](?:[A-Z0-9]{1,12}[ ]){0,3}PRIVATE[ ]KEY(?:[ ]BLOCK)?[ ]?-{0,5}"
_BREAK = r"(?:[ \t]{0,8}(?:\r?\n|\\r\\n|\\n|\\r)[ \t>|+\"']{0,12})"
_BODY_LINE = (
    r"(?:[A-Za-z0-9+/=]{8,4096}|(?:Proc-Type|DEK-Info|Comment|Version|Hash|Subject|Charset)[ ]?:[^\n\\]{0,200})"
)
_BODY = rf"(?:{_BREAK}{{1,3}}{_BODY_LINE})+"
_LAST = rf"{_BREAK}[A-Za-z0-9+/=]{{1,64}}(?=\s|$|\\n|\")"
_END_REACH = 65536
_PUTTY_LINE = (
    r"(?:(?:Encryption|Comment|Public-Lines|Private-Lines|Private-MAC|Private-Hash|Key-Derivation"
    r"|Argon2-[A-Za-z]{1,20})[ ]?:[^\n]{0,300}|[A-Za-z0-9+/=]{8,512})"
)
_PUTTY = rf"PuTTY-User-Key-File-\d[ ]?:[^\n]{{0,100}}(?:{_BREAK}{{1,2}}{_PUTTY_LINE})*"
_OPENSSH_BODY = (
    r"b3BlbnNzaC1rZXktdj[A-Za-z0-9+/=]{16,8192}(?:\s{1,4}[>|]?\s{0,2}[A-Za-z0-9+/=]{32,8192}){0,400}"
    r"(?:\s{1,4}[A-Za-z0-9+/]{2,70}={1,2})?"
)
_LINES_BACK = 400


def find(scan: Scan) -> Iterator[Hit]:
    """Yield each private key whole, armour included."""
    if "PRIVATE KEY" in scan.plain:
        yield from _armoured(scan)
        yield from _headless(scan)
    for start in scan.starts("putty-user-key-file-"):
        putty = pattern(_PUTTY).match(scan.plain, start)
        if putty:
            yield Hit("PRIVATE_KEY", start, putty.end())
    for start in scan.starts("b3blbnnzac1rzxktdj"):
        body = pattern(_OPENSSH_BODY).match(scan.plain, start)
        if body:
            yield Hit("PRIVATE_KEY", start, body.end())


def _armoured(scan: Scan) -> Iterator[Hit]:
    plain = scan.plain
    at = 0
    while (begin := pattern(_BEGIN).search(plain, at)) is not None:
        marker = plain.find("BEGIN ", begin.end(), begin.end() + _END_REACH)
        end = pattern(_END).search(
            plain, begin.end(), marker if marker >= 0 else min(len(plain), begin.end() + _END_REACH)
        )
        at = end.end() if end else _cut_off(plain, begin.end())
        yield Hit("PRIVATE_KEY", begin.start(), at)


def _cut_off(plain: str, at: int) -> int:
    """Where the body of a key without its end stops."""
    body = pattern(_BODY).match(plain, at)
    stop = body.end() if body else at
    if not body:
        inline = pattern(r"[ \t]*[A-Za-z0-9+/=]{16,8192}").match(plain, at)
        return inline.end() if inline else at
    last = pattern(_LAST).match(plain, stop)
    return last.end() if last and ("=" in last[0] or any(char.isdigit() for char in last[0])) else stop


def _headless(scan: Scan) -> Iterator[Hit]:
    """Yield the tail of a key whose beginning was not pasted."""
    plain = scan.plain
    for end in pattern(_END).finditer(plain):
        start = scan.line(end.start())[0]
        for _ in range(_LINES_BACK):
            above = scan.line(start - 1)[0] if start else 0
            if not start or not pattern(r"[ \t>|]{0,8}[A-Za-z0-9+/=]{16,512}[ \t\r]{0,4}\n").fullmatch(
                plain, above, start
            ):
                break
            start = above
        if start < scan.line(end.start())[0]:
            yield Hit("PRIVATE_KEY", start, end.end())
