"""What tokens cost, by the price table `knowledge/prices.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from agent.ticket import Value

_MILLION = 1_000_000


class Price(Value):
    """US dollars per million tokens."""

    prompt: float
    cached: float
    completion: float

    def of(self, prompt: int, cached: int, completion: int) -> float:
        """Return the dollars of a call; `cached` tokens are a part of `prompt`."""
        fresh = max(0, prompt - cached)
        return (fresh * self.prompt + cached * self.cached + completion * self.completion) / _MILLION


@lru_cache(maxsize=1)
def _table() -> dict[str, Price]:
    import yaml  # noqa: PLC0415 - start-up

    held = yaml.safe_load((files("knowledge") / "prices.yaml").read_text("utf-8"))
    return {name: Price.model_validate(row) for name, row in held["models"].items()}


def price_of(model: str) -> Price | None:
    """Return the price of a model, or of the model of which it is a dated form; null where the table has none."""
    bare = model.rpartition("/")[2]
    table = _table()
    fits = [name for name in table if bare == name or re.fullmatch(re.escape(name) + r"-(?:\d{4}.*|latest)", bare)]
    return table[max(fits, key=len)] if fits else None
