"""Addresses of the queue and of answers; the view rides along, so that the next one is its own."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, urlencode

from qa.staff.view import View

QUEUE = "/staff"
TRY = "/staff/try"


def queue_address(view: View, **more: str) -> str:
    """The queue in a view."""
    return _with(QUEUE, view, more)


def answer_address(answer_id: str, view: View, deed: str = "", **more: str) -> str:
    """An answer in a view; `deed` is verdict, passage or undo, for what is posted."""
    path = f"/staff/answer/{quote(answer_id, safe='')}"
    return _with(f"{path}/{deed}" if deed else path, view, more)


def packed(view: View) -> str:
    """A view as one field of a form."""
    return urlencode(view.fields())


def unpacked(field: str) -> View:
    """The view that `packed` made; what cannot be read is left out."""
    try:
        return View.read(dict(parse_qsl(field, max_num_fields=20)))
    except ValueError:
        return View()


def _with(path: str, view: View, more: Mapping[str, str]) -> str:
    query = urlencode({**view.fields(), **{key: value for key, value in more.items() if value}})
    return f"{path}?{query}" if query else path
