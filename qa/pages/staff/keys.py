"""The list of keys. Without script there are none, so it is a dialog that the script opens."""

from qa.pages.escaping import html
from qa.pages.staff import judging_words as words
from qa.records.judgement import Verdict

VERDICT_KEYS = {verdict: str(number) for number, verdict in enumerate(Verdict, start=1)}
"""The key of each verdict, in the order of the buttons."""


def keys_html() -> str:
    """A button, and what it opens."""
    rows = [(key, words.VERDICTS[verdict]) for verdict, key in VERDICT_KEYS.items()]
    inside = "".join(
        f"<div><dt>{''.join(f'<kbd>{html(key)}</kbd>' for key in keys.split())}</dt>"
        f"<dd>{html(what)}</dd></div>"
        for keys, what in (*rows, *words.KEYS_MORE)
    )
    return (
        f'<p class="keyed"><button type="button" class="quiet" id="show-keys" hidden>'
        f"<kbd>?</kbd> {html(words.KEYS)}</button></p>"
        f'<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">'
        f"{html(words.KEYS_TITLE)}</h2><dl>{inside}</dl><p>{html(words.KEYS_NOTE)}</p>"
        f'<p><label class="keys-on"><input type="checkbox" id="use-keys" checked> '
        f"{html(words.KEYS_ON)}</label></p>"
        f'<form method="dialog"><button class="quiet" autofocus>{html(words.KEYS_CLOSE)}</button>'
        "</form></dialog>"
    )
