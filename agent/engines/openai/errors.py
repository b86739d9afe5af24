"""What can go wrong with a model, each with its own next step. All are WorkFailedError (exit code 1).

ModelError
├── KeyRefusedError, AccessDeniedError, ModelUnknownError     401, 403, 404
├── QuotaSpentError, RateLimitedError                         429 for good, 429 after all patience
├── ProviderFailedError, ModelTimeoutError, UnreachableError  5xx, no answer in time, no connection
├── RequestRejectedError, ContextTooLongError                 400 and the like
├── RefusedError, FilteredError, CutShortError                the model refused, was filtered, ran out of length
├── EmptyAnswerError, MalformedAnswerError, WrongShapeError   nothing, no JSON, JSON of another shape
└── CostLimitError                                            --max-cost would be passed
"""

from __future__ import annotations

from agent.errors import WorkFailedError


class ModelError(WorkFailedError):
    """The model could not be used, or what it answered could not."""


class KeyRefusedError(ModelError):
    """The endpoint does not take the key."""


class AccessDeniedError(ModelError):
    """The key may not use this model or endpoint."""


class ModelUnknownError(ModelError):
    """The endpoint has no such model, or there is no such path."""


class QuotaSpentError(ModelError):
    """The account's quota or credit is used up; waiting does not help."""


class RateLimitedError(ModelError):
    """The rate limit did not lift within our patience."""


class ProviderFailedError(ModelError):
    """The endpoint failed on its side, again and again."""


class ModelTimeoutError(ModelError):
    """No answer came in time."""


class UnreachableError(ModelError):
    """No connection, or it was reset."""


class RequestRejectedError(ModelError):
    """The endpoint does not accept the request as it is."""


class ContextTooLongError(ModelError):
    """The request is longer than what the model reads."""


class RefusedError(ModelError):
    """The model refused to answer."""


class FilteredError(ModelError):
    """A content filter withheld the answer."""


class CutShortError(ModelError):
    """The answer ended at the length limit."""


class EmptyAnswerError(ModelError):
    """The answer is empty."""


class MalformedAnswerError(ModelError):
    """The answer is not JSON, or is cut off."""


class WrongShapeError(ModelError):
    """The answer is JSON, but not of the shape that was asked for."""


class CostLimitError(ModelError):
    """The next call could pass the cost limit."""
