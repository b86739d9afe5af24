"""`escalate check` and `escalate schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from agent.cli import options as o
from agent.cli.app import app
from agent.cli.console import deliver

_SIGNS = {"pass": "✓", "fail": "✗", "blocked": "…"}


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Briefs: our JSON, or Markdown by hand.")],
    *,
    format: Annotated[str, typer.Option("--format", help="md or json.")] = "md",  # noqa: A002 - the option's public name
    out: o.Out = None,
) -> None:
    """Run the quality checklist over any brief; exit 1 when a check fails."""
    from agent.checks.document import check_file  # noqa: PLC0415 - start-up

    results = {str(file): check_file(file) for file in files}
    if format == "json":
        shown = {name: {"checks": [c.model_dump() for c in checks]} for name, checks in results.items()}
        deliver(json.dumps(shown, ensure_ascii=False, indent=2), out)
    else:
        lines = []
        for name, checks in results.items():
            lines.append(f"# {name}")
            for c in checks:
                where = f" ({c.where})" if c.where else ""
                remedy = f"\n    → {c.remedy}" if c.remedy and c.state != "pass" else ""
                lines.append(f"  {_SIGNS[c.state]} {c.id}: {c.reason}{where}{remedy}")
        deliver("\n".join(lines), out)
    if any(c.state == "fail" for checks in results.values() for c in checks):
        raise typer.Exit(1)


@app.command()
def schema(*, out: o.Out = None) -> None:
    """Print the JSON Schema of what `draft --format json` prints."""
    from agent import render  # noqa: PLC0415 - start-up

    deliver(json.dumps(render.schema(), ensure_ascii=False, indent=2), out)
