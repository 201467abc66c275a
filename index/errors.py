"""Errors of an index; each message names the cure. See corpus/errors.py for the whole tree."""

from corpus.errors import QuotebackError


class IndexError_(QuotebackError):
    """An index cannot be built, loaded or searched."""


class IndexMissing(IndexError_):
    """Nothing has been built yet."""


class IndexDamaged(IndexError_):
    """A file of a build is missing or its bytes are not those that were written."""


class IndexMismatch(IndexError_):
    """The build belongs to another corpus, encoder or setting."""


class EncoderError(IndexError_):
    """The encoder cannot be loaded, is not what it should be, or gives unusable vectors."""
