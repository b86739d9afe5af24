"""A mail as Outlook saves it."""

from __future__ import annotations

import io
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from agent.intake import eml
from agent.intake.refusal import refuse

if TYPE_CHECKING:
    from datetime import date

    from agent.intake.draft import Draft


def read(data: bytes, where: str, as_of: date) -> Draft:
    """Read a .msg file; what is no mail inside an OLE file is refused."""
    draft = eml.read(mail_of(data, where), as_of)
    draft.vendor, draft.why = "msg", "an Outlook file"
    return draft


def mail_of(data: bytes, where: str) -> bytes:
    """Return a .msg file as the mail that it holds. Raises TicketError where it holds none."""
    from oxmsg import Message  # noqa: PLC0415  few mails come so

    try:
        mail = Message.load(io.BytesIO(data))
        body, rich = mail.body, mail.html_body
    except (OSError, KeyError, ValueError, IndexError, AttributeError, AssertionError, OverflowError, MemoryError):
        refuse(f"{where} is an Office file and no Outlook mail.", "Save the mail as .eml, or paste its text.")
    written = EmailMessage()
    written["Subject"] = " ".join((mail.subject or "").split())
    written["From"] = " ".join((mail.sender or "").split())
    written["To"] = ", ".join(f"{r.name} <{r.email_address}>" for r in mail.recipients if r.email_address)
    if mail.sent_date:
        written["Date"] = format_datetime(mail.sent_date)
    written["Message-ID"] = mail.message_headers.get("Message-ID", "<outlook@localhost>")
    if rich and not (body or "").strip():
        written.set_content(rich, subtype="html")
    else:
        written.set_content(body or "")
    for name in ("In-Reply-To", "References"):
        if value := " ".join(mail.message_headers.get(name, "").split()):
            written[name] = value
    return bytes(written)
