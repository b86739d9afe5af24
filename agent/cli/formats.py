"""`escalate formats`."""

from __future__ import annotations

from agent.cli.app import app
from agent.cli.console import deliver


@app.command()
def formats() -> None:
    """List the ticket formats that are read, and what each needs."""
    from agent.intake.formats import needs  # noqa: PLC0415 - start-up

    rows = needs()
    wide = max(map(len, rows))
    deliver("\n".join(f"{name:<{wide}}  {what}" for name, what in rows.items()), None)
