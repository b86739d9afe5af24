"""Errors of the SDK and of LangChain translated once, into ours; which of them are transient."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from agent.engines.openai import errors as e

if TYPE_CHECKING:
    from collections.abc import Iterator

    import openai

_CONFLICTS = frozenset({408, 409})
_SERVER, _LIMITED = 500, 429
_SPENT = ("insufficient_quota", "billing_hard_limit_reached", "exceeded your current quota")
_TOO_LONG = ("context_length_exceeded", "context window", "prompt is too long", "maximum context length")
_AGAIN = "Try again later, or draft with --engine rules."


def transient(error: BaseException) -> bool:
    """Whether trying again can help: no connection, no answer in time, a rate limit, a failure of the server."""
    import openai  # noqa: PLC0415 - heavy

    if isinstance(error, openai.APIConnectionError):
        return True
    if not isinstance(error, openai.APIStatusError) or error.response.headers.get("x-should-retry") == "false":
        return False
    return passes(error.status_code, _said(error))


def spent(said: str) -> bool:
    """Whether a refusal says that the quota is used up, so that waiting does not help."""
    return _says(said, _SPENT)


def passes(status: int, said: str) -> bool:
    """Whether a status may be another one when the request is made again."""
    return (status == _LIMITED and not spent(said)) or status >= _SERVER or status in _CONFLICTS


def _says(text: str, words: tuple[str, ...]) -> bool:
    low = text.lower()
    return any(word in low for word in words)


@contextmanager
def translated(model: str, endpoint: str) -> Iterator[None]:
    """Turn what the SDK, LangChain or the wire raise into a ModelError that says what to do next."""
    import openai  # noqa: PLC0415 - heavy
    from langchain_core.exceptions import LangChainException  # noqa: PLC0415 - heavy

    try:
        yield
    except openai.LengthFinishReasonError as error:
        raise cut_short(model) from error
    except openai.ContentFilterFinishReasonError as error:
        raise filtered(model) from error
    except openai.APIStatusError as error:
        raise of_status(error.status_code, _said(error), model, endpoint) from error
    except openai.APITimeoutError as error:
        raise late(model, endpoint) from error
    except openai.APIConnectionError as error:
        raise unreachable(endpoint) from error
    except openai.APIResponseValidationError as error:
        raise wrong_reply(model, endpoint) from error
    except (openai.OpenAIError, LangChainException) as error:
        message = f"{model} at {endpoint} failed: {_short(error)}."
        raise e.ModelError(message, _AGAIN) from error
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # LangChain and the SDK meet replies that are no chat completion with these.
        raise wrong_reply(model, endpoint) from error


def _said(error: openai.APIStatusError) -> str:
    return f"{error.code or ''} {error}"


def _short(text: object) -> str:
    return " ".join(str(text).split())[:200].rstrip(".")


def of_status(status: int, said: str, model: str, endpoint: str) -> e.ModelError:
    """Return what a status means; `said` is what the endpoint wrote with it."""
    plain = {
        401: e.KeyRefusedError(f"{endpoint} refuses the key (401).", "Set OPENAI_API_KEY to a valid key."),
        403: e.AccessDeniedError(
            f"The key may not use {model} at {endpoint} (403).", "Choose another model with --model, or another key."
        ),
        404: e.ModelUnknownError(
            f"{endpoint} has no model {model!r}, or no such path (404).",
            "Choose a model with --model; OPENAI_BASE_URL usually ends in /v1.",
        ),
    }
    if status in plain:
        return plain[status]
    if status == _LIMITED and spent(said):
        return e.QuotaSpentError(f"The quota at {endpoint} is used up (429).", "Add credit, or use --engine rules.")
    if status == _LIMITED:
        return e.RateLimitedError(f"{endpoint} still limits the rate (429).", _AGAIN)
    if status >= _SERVER or status in _CONFLICTS:
        return e.ProviderFailedError(f"{endpoint} failed on its side ({status}).", _AGAIN)
    return _rejected(status, said, model, endpoint)


def _rejected(status: int, said: str, model: str, endpoint: str) -> e.ModelError:
    if _says(said, _TOO_LONG):
        return e.ContextTooLongError(
            f"The ticket is longer than {model} reads.", "Choose a model with a longer context with --model."
        )
    if _says(said, ("content_filter", "content_policy")):
        return filtered(model)
    message = f"{endpoint} rejects the request to {model} ({status}): {_short(said)}."
    return e.RequestRejectedError(message, "Choose a model with structured outputs with --model, or --engine rules.")


def late(model: str, endpoint: str) -> e.ModelTimeoutError:
    """No answer came in time."""
    return e.ModelTimeoutError(f"{model} at {endpoint} did not answer in time.", _AGAIN)


def unreachable(endpoint: str) -> e.UnreachableError:
    """There is no connection, or it broke off."""
    message = f"{endpoint} cannot be reached, or the connection broke off."
    return e.UnreachableError(message, "Check OPENAI_BASE_URL and the network; then try again.")


def keyless() -> e.KeyRefusedError:
    """There is no key, and no endpoint that needs none."""
    message = "No key is set, and no endpoint."
    return e.KeyRefusedError(message, "Set OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint of yours.")


def wrong_reply(model: str, endpoint: str) -> e.WrongShapeError:
    """The reply is no chat completion at all."""
    message = f"What {endpoint} answered for {model} is no chat completion."
    return e.WrongShapeError(message, "Check that OPENAI_BASE_URL is an OpenAI-compatible endpoint (it ends in /v1).")


def cut_short(model: str) -> e.CutShortError:
    """The answer ended at the length limit."""
    message = f"The answer of {model} ended at its length limit."
    return e.CutShortError(message, "Choose a model that writes longer answers with --model, or use --engine rules.")


def filtered(model: str) -> e.FilteredError:
    """A content filter withheld the answer."""
    message = f"A content filter withheld the answer of {model}."
    return e.FilteredError(message, "Use --engine rules for this ticket, or another model.")


def refused(model: str) -> e.RefusedError:
    """The model refused."""
    message = f"{model} refused to answer."
    return e.RefusedError(message, "Use --engine rules for this ticket, or another model.")


def empty(model: str) -> e.EmptyAnswerError:
    """The answer is empty."""
    message = f"{model} answered nothing."
    return e.EmptyAnswerError(message, _AGAIN)


def malformed(model: str) -> e.MalformedAnswerError:
    """The answer is no JSON."""
    message = f"The answer of {model} is not valid JSON, or is cut off."
    return e.MalformedAnswerError(message, "Choose a model with structured outputs with --model.")


def wrong_shape(model: str, what: str) -> e.WrongShapeError:
    """The answer is JSON of another shape."""
    message = f"The answer of {model} has not the shape that was asked for ({what})."
    return e.WrongShapeError(message, "Choose a model with structured outputs with --model.")
