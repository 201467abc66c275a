"""Errors of questions and settings. See corpus/errors.py for the whole tree."""

from corpus.errors import QuotebackError


class AnswerError(QuotebackError):
    """A question cannot be answered as asked."""


class SettingsError(AnswerError):
    """A setting has a value that cannot be used."""
