"""The form that judges, what was said so far, and how the last verdict is told and undone."""

from collections.abc import Mapping

from corpus.model import Document
from qa.pages.escaping import html
from qa.pages.staff import judging_words as words
from qa.pages.staff import shown
from qa.pages.staff.addresses import answer_address, packed
from qa.pages.staff.desk import Desk
from qa.pages.staff.frame import csrf_field
from qa.pages.staff.keys import VERDICT_KEYS, keys_html
from qa.pages.staff.queue_html import minute
from qa.records.judgement import Judgement, Verdict
from qa.staff.context import Context, Told
from qa.staff.judging import MOST_NOTE_CHARACTERS
from qa.staff.sessions import Session
from qa.staff.view import View


def verdict_form(context: Context, view: View, session: Session, typed: str | None = None) -> str:
    """Seven buttons, one for each verdict, and a note that goes with whichever is pressed.

    `typed` is a note that could not be saved; without it the note is the one that is kept.
    """
    answer_id = context.record.answer_id
    own = context.own(session.name)
    buttons = "".join(_button(verdict, own) for verdict in Verdict)
    kept = own.note if own else ""
    note = kept if typed is None else typed
    said = ""
    if own is not None and own.verdict is not None:
        text = words.YOURS.format(verdict=words.VERDICTS[own.verdict].lower())
        said = f'<p class="soft">{html(text)}</p>'
    there = answer_address(answer_id, View(), "verdict")
    return (
        f'<form class="judge" method="post" action="{html(there)}">'
        f"{csrf_field(session)}{view_field(view)}{said}"
        f'<div class="verdicts">{buttons}{_marking(answer_id)}</div>'
        f'<label for="note">{html(words.NOTE)}</label>'
        f'<textarea id="note" name="note" rows="3" maxlength="{MOST_NOTE_CHARACTERS}" '
        f'dir="auto" aria-describedby="note-hint" data-focus="n">{html(note)}'
        f'</textarea><p class="soft small" id="note-hint">{html(words.NOTE_HINT)}</p></form>'
        + (undo_form(own, view, session, words.UNDO) if own else "")
        + keys_html()
    )


def saved_notice(desk: Desk, session: Session, view: View, answer_id: str) -> str:
    """What was saved of another answer just now, with its undo; empty where nothing was."""
    if not answer_id:
        return ""
    mine = [j for j in desk.verdicts.current(answer_id) if j.reviewer == session.name]
    if not mine or mine[0].verdict is None:
        return ""
    text = words.SAVED.format(verdict=words.VERDICTS[mine[0].verdict])
    undo = undo_form(mine[0], view, session, words.UNDO)
    return f'<div class="notice saved"><p role="status">{html(text)}</p>{undo}</div>'


def undo_form(own: Judgement, view: View, session: Session, name: str) -> str:
    """A button that takes a verdict of one's own back."""
    there = answer_address(own.answer_id, View(), "undo")
    return (
        f'<form class="undo" method="post" action="{html(there)}">{csrf_field(session)}'
        f'{view_field(view)}<input type="hidden" name="judgement" value="{own.id:d}">'
        f'<button class="quiet" data-key="u"><kbd>u</kbd> {html(name)}</button></form>'
    )


def view_field(view: View) -> str:
    """What every form of an answer carries, so that the next one is the view's."""
    return f'<input type="hidden" name="view" value="{html(packed(view))}">'


def told_html(context: Context, session: Session, documents: Mapping[str, Document]) -> str:
    """Every verdict ever given, oldest first. Closed until one has judged: nobody copies."""
    if not context.told:
        return f'<p class="soft">{html(words.NONE_TOLD)}</p>'
    rows = "".join(_told(told, documents) for told in context.told)
    open_ = " open" if context.own(session.name) else ""
    return (
        f'<details class="told"{open_}><summary>{html(words.TOLD)} ({len(context.told)})</summary>'
        f"<ol>{rows}</ol></details>"
    )


def _told(told: Told, documents: Mapping[str, Document]) -> str:
    judgement = told.judgement
    if judgement.verdict is None:
        what, state = words.UNDID, ""
    else:
        what = words.VERDICTS[judgement.verdict]
        name = words.COUNTS if told.counts else words.SUPERSEDED
        state = f' <span class="chip {name}">{html(name)}</span>'
    note = f'<p class="note">{shown.words(judgement.note)}</p>' if judgement.note else ""
    return (
        f'<li><p><b>{html(what)}</b>{state}</p><p class="soft">{html(judgement.reviewer)}, '
        f"{minute(judgement.at)}</p>{note}{_marked(judgement, documents)}</li>"
    )


def _marked(judgement: Judgement, documents: Mapping[str, Document]) -> str:
    if not judgement.spans:
        return ""
    document = documents.get(judgement.document_id)
    inside = document is not None and all(
        0 <= a < b <= len(document.text) for a, b in judgement.spans
    )
    if document is None or not inside:
        return f"<p>{html(words.MARKED_GONE)}</p>"
    lines = shown.lines(document, judgement.spans)
    return f"<p>{html(words.MARKED)} {shown.seen(document.title)}</p><p>{lines}</p>"


def _marking(answer_id: str) -> str:
    """For a wrong passage one may mark the right one; then the gold set can learn from it."""
    there = answer_address(answer_id, View(), "passage")
    return (
        f'<button class="quiet" name="verdict" value="{Verdict.WRONG_PASSAGE.value}" '
        f'formaction="{html(there)}" data-key="m"><kbd>m</kbd>'
        f"<span>{html(words.MARK_RIGHT)}</span></button>"
    )


def _button(verdict: Verdict, own: Judgement | None) -> str:
    pressed = own is not None and own.verdict is verdict
    key = VERDICT_KEYS[verdict]
    return (
        f'<button name="verdict" value="{verdict.value}" data-key="{key}"'
        f"{' class=own' if pressed else ''}><kbd>{key}</kbd>"
        f"<span>{html(words.VERDICTS[verdict])}</span></button>"
    )
