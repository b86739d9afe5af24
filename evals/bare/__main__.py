"""`python -m evals.bare`: write the bare prompt's briefs of cases into a folder, for `escalate eval --briefs`."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel

from agent import settings
from agent.engines.openai.chat import DEFAULT_MODEL, Chat
from agent.engines.openai.ledger import Ledger
from agent.engines.openai.patience import Patience
from agent.engines.openai.schema import Shape, record
from agent.engines.openai.tokens import tokens
from agent.errors import EscalateError, UsageError
from agent.store import write_whole
from evals.gold import Sample, load
from prompts import Message, parse

_SHAPE = Shape("bare", record(brief={"type": "string"}))


class _Said(BaseModel):
    brief: str


def main(words: list[str] | None = None) -> int:
    """Write `OUT/ID.md` for each case; return 0, or the exit code of what went wrong."""
    options = argparse.ArgumentParser(prog="python -m evals.bare", description=__doc__)
    options.add_argument("--cases", type=Path, action="append", required=True, help="folders of cases")
    options.add_argument("--only", help="these ids, parted by commas")
    options.add_argument("--out", type=Path, required=True, help="where the briefs go")
    options.add_argument("--model", help="the model that writes")
    options.add_argument("--workers", type=int, default=4, help="so many requests at a time")
    options.add_argument("--wait", type=float, default=300, help="seconds that an answer may take")
    try:
        _run(options.parse_args(words))
    except EscalateError as error:
        sys.stderr.write(f"{error.message}\n{error.fix}\n")
        return error.exit_code
    return 0


def _run(given: argparse.Namespace) -> None:
    held = settings.load()
    if not (held.api_key or held.base_url):
        message = "The bare prompt needs a key or an endpoint, and neither is set."
        raise UsageError(message, "Set OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint of yours.")
    model = given.model or held.model or DEFAULT_MODEL
    patience = Patience(total=given.wait + 60, request=given.wait)
    chat = Chat(Ledger(model, None), model, held.api_key, held.base_url, patience=patience)
    chosen = [s for s in load(given.cases) if not given.only or s.gold.id in given.only.split(",")]
    given.out.mkdir(parents=True, exist_ok=True)
    spent = []
    with ThreadPoolExecutor(given.workers) as pool:
        for sample, brief in zip(chosen, pool.map(lambda s: _brief(chat, s), chosen), strict=True):
            write_whole(given.out / f"{sample.gold.id}.md", brief.encode())
            spent.append((sum(tokens(m.text) for m in _asked(sample)), tokens(brief)))
            sys.stderr.write(f"{sample.gold.id}\n")
    sys.stderr.write(f"{len(chosen)} briefs, about {sum(sizes[0] for sizes in spent):,} prompt and ")
    sys.stderr.write(f"{sum(sizes[1] for sizes in spent):,} completion tokens.\n")


def _asked(sample: Sample) -> tuple[Message, ...]:
    prompt = parse("bare", (files("evals.bare") / "prompt.md").read_bytes())
    ticket = sample.ticket.read_bytes().decode("utf-8", "replace")
    return prompt.fill(today=str(sample.gold.as_of), ticket=ticket)


def _brief(chat: Chat, sample: Sample) -> str:
    return chat.ask("bare", _asked(sample), _SHAPE, _Said).brief


if __name__ == "__main__":
    sys.exit(main())
