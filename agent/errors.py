"""Errors a user can meet, each with what to do next and the exit code that the shell sees.

EscalateError
├── WorkFailedError            1   the work could not be done
│   └── StoreError                 a case could not be kept or read
└── UserInputError             2   what the user gave is wrong
    ├── LibraryUnusableError       the library named is locked, foreign, damaged or made by another embedder
    ├── TicketError                the ticket cannot be read
    ├── AccountsError              the CRM export cannot be read
    ├── AnswerError                an answer does not fit its field
    ├── PolicyError                the policy file breaks its schema
    ├── PrecedentError             a record for the library is malformed
    ├── BriefError                 a brief given to `check` cannot be read
    ├── CaseNotFoundError          no such case
    └── UsageError                 an option or setting is wrong
"""

from __future__ import annotations


class EscalateError(Exception):
    """Base class. `fix` is the next thing the reader should do; `exit_code` is what the shell sees."""

    exit_code = 1

    def __init__(self, message: str, fix: str) -> None:
        """Keep one sentence naming what is wrong and where, and one naming what to do next."""
        super().__init__(message)
        self.message = message
        self.fix = fix


class WorkFailedError(EscalateError):
    """The input was fine and the work still failed."""


class StoreError(WorkFailedError):
    """A case could not be kept or read."""


class UserInputError(EscalateError):
    """What the user gave is wrong; nothing was changed."""

    exit_code = 2


class LibraryUnusableError(UserInputError):
    """The library of past escalations that was named cannot be used as it stands."""


class TicketError(UserInputError):
    """The ticket cannot be read."""


class AccountsError(UserInputError):
    """The CRM export cannot be read."""


class AnswerError(UserInputError):
    """An answer does not fit its field."""


class PolicyError(UserInputError):
    """The policy file breaks its schema."""


class PrecedentError(UserInputError):
    """A record for the library is malformed."""


class BriefError(UserInputError):
    """A brief given to `check` cannot be read."""


class CaseNotFoundError(UserInputError):
    """No case has the id that was given."""


class UsageError(UserInputError):
    """An option or a setting is wrong."""
