"""What a file is: told from its bytes, by what only that format has."""

from __future__ import annotations

import re

_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?\S?", re.MULTILINE)
_SURE = frozenset(
    b"received message-id mime-version content-type return-path delivered-to in-reply-to "
    b"content-transfer-encoding".split()
)
_MAIL = _SURE | frozenset(
    b"x-mailer date from to subject cc references dkim-signature user-agent reply-to sender".split()
)


def is_mail(data: bytes) -> bool:
    """Whether the bytes begin with the header of a mail file (a paste that begins with From: and To: is not one)."""
    head = re.split(rb"\r?\n\r?\n", data.lstrip(b"\xef\xbb\xbf\r\n")[:65_536], maxsplit=1)[0]
    head = re.sub(rb"\AFrom [^\n]*\n", b"", head)
    lines = [line for line in head.split(b"\n") if line.strip() and not line.startswith((b" ", b"\t"))]
    names = [m[1].lower() for line in lines if (m := _HEADER.match(line))]
    if not names or len(names) < len(lines) * 0.8:
        return False
    known = _MAIL.intersection(names)
    return bool(_SURE.intersection(names)) or (
        len(known) == len(set(names)) and {b"from", b"date", b"subject"} <= known
    )
