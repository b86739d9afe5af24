"""The commands. Each imports what it needs when it runs, so that --help is quick."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="escalate",
    help="Draft escalation briefs from ticket threads: every fact proven by a quote, the rest asked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
