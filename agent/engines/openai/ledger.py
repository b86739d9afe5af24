"""The ledger of one draft: each call with its tokens and dollars, the prompts used, the warnings, the cost limit."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field

from agent.case import CallUsage, Usage
from agent.engines.openai.errors import CostLimitError
from agent.engines.openai.prices import price_of
from agent.ports import Spent

_SHARE = 4
"""A call is assumed to answer at most one token for so many of its prompt, and at least `_LEAST`, before it is made."""
_LEAST = 1500


def expected(model: str, prompt: int) -> float:
    """Return about what a call with so many prompt tokens costs at most, in dollars; 0 where no price is known."""
    price = price_of(model)
    return price.of(prompt, 0, max(_LEAST, prompt // _SHARE)) if price else 0.0


@dataclass
class _Page:
    calls: list[CallUsage] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    prompts: dict[str, str] = field(default_factory=dict)
    known: bool = True
    down: bool = False


class Ledger:
    """Keeps one page for each draft that runs; drafts in different threads do not see each other's."""

    def __init__(self, model: str, max_cost: float | None = None) -> None:
        """Keep the model, whose price counts, and the limit in dollars a draft."""
        self.model = model
        self.max_cost = max_cost
        self._page: ContextVar[_Page | None] = ContextVar("page", default=None)

    @property
    def _open(self) -> _Page:
        page = self._page.get()
        if page is None:
            page = _Page()
            self._page.set(page)
        return page

    def begin(self) -> None:
        """Begin a draft's page."""
        self._page.set(_Page())

    def end(self) -> Spent:
        """Return what the draft cost, and close its page."""
        page = self._open
        self._page.set(None)
        if page.calls and not page.known:
            page.warnings.append(f"No price is known for {self.model}: its tokens are counted, its cost is not.")
        calls = tuple(page.calls)
        usage = Usage(
            calls=len(calls),
            prompt_tokens=sum(c.prompt_tokens for c in calls),
            cached_tokens=sum(c.cached_tokens for c in calls),
            completion_tokens=sum(c.completion_tokens for c in calls),
            cost_usd=round(sum(c.cost_usd for c in calls), 6),
            by_call=calls,
        )
        return Spent(usage=usage, warnings=tuple(dict.fromkeys(page.warnings)), prompts=page.prompts)

    @property
    def down(self) -> bool:
        """Whether the model was given up for this draft."""
        return self._open.down

    def give_up(self, text: str) -> None:
        """Give the model up for the rest of this draft, with a warning."""
        self._open.down = True
        self.warn(text)

    def warn(self, text: str) -> None:
        """Keep a warning for the case."""
        self._open.warnings.append(text)

    def used(self, name: str, mark: str) -> None:
        """Keep the version and hash of a prompt whose answer was used."""
        self._open.prompts[name] = mark

    def record(self, purpose: str, prompt: int, cached: int, completion: int, share: float = 1.0) -> float:
        """Add a call, for which `share` of the list price was paid; return its dollars."""
        price = price_of(self.model)
        self._open.known = price is not None
        cost = share * price.of(prompt, cached, completion) if price else 0.0
        self._open.calls.append(
            CallUsage(
                purpose=purpose,
                prompt_tokens=prompt,
                cached_tokens=cached,
                completion_tokens=completion,
                cost_usd=round(cost, 6),
            )
        )
        return cost

    def allow(self, purpose: str, prompt: int) -> None:
        """Raise CostLimitError where a call with about so many prompt tokens could pass the limit."""
        if self.max_cost is None:
            return
        price = price_of(self.model)
        if price is None:
            message = f"--max-cost cannot be kept: no price is known for {self.model}."
            raise CostLimitError(message, "Add the model to knowledge/prices.yaml, or leave --max-cost out.")
        spent = sum(c.cost_usd for c in self._open.calls)
        ahead = expected(self.model, prompt)
        if spent + ahead > self.max_cost:
            message = f"The {purpose} call could cost USD {ahead:.4f}; USD {spent:.4f} of {self.max_cost:.4f} is spent."
            raise CostLimitError(message, "Raise --max-cost, or choose a cheaper model with --model.")
