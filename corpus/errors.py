"""Every error that Quoteback raises on purpose.

QuotebackError
├── CorpusError            a document or a folder of documents
│   ├── UnreadableFile     one file; a build skips it and reports why
│   └── UnknownDocument    an id that no document has
├── IndexError_            an index or an encoder (defined in index/errors.py)
├── AnswerError            a question (defined in qa/errors.py)
│   ├── SettingsError      a setting, or a safety rule
│   ├── RecordsError       the file of records, accounts and verdicts
│   ├── AccountError       a name or password of staff that will not do
│   ├── VerdictError       a verdict of staff that cannot be kept as it was sent
│   └── SignOffError       an article that cannot be signed as asked
└── GoldError              a gold case (defined in eval/gold.py)

A message says what was found, what was expected and what to do.
"""

from pathlib import Path


class QuotebackError(Exception):
    """Root of the tree; a command prints its message and exits with 1."""


class CorpusError(QuotebackError):
    """A document or a folder of documents cannot be used."""


class UnreadableFile(CorpusError):
    """One file cannot be loaded; `reason` is fit to show to a person."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}")
        self.path = path
        self.reason = reason


class UnknownDocument(CorpusError):
    """No document of that id."""

    def __init__(self, document_id: str, known: list[str]) -> None:
        shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
        super().__init__(
            f"no document has the id {document_id!r}; the ids are: {shown or '(none)'}. "
            "`python -m corpus list` prints them all."
        )
