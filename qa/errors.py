"""Errors of questions, settings and records. See corpus/errors.py for the whole tree."""

from corpus.errors import QuotebackError


class AnswerError(QuotebackError):
    """A question cannot be answered as asked."""


class SettingsError(AnswerError):
    """A setting has a value that cannot be used."""


class RecordsError(AnswerError):
    """What is kept cannot be read or written; the chat goes on without."""


class AccountError(AnswerError):
    """An account of staff cannot be added or removed as asked."""


class SignOffError(AnswerError):
    """An article cannot be signed, or a signature withdrawn, as asked."""


class VerdictError(AnswerError):
    """A verdict of staff cannot be kept as it was sent."""
