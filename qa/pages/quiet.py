"""Gradio prints a traceback where a request goes wrong, with the data that was sent in it.

What a patient wrote must not reach a log, so that the type of the error is all that is kept. There
is no setting for it; the name `traceback` in three modules of Gradio is what it prints by.
"""

import logging
import sys
from types import SimpleNamespace

from gradio import queueing, route_utils, routes

log = logging.getLogger("quoteback.page")


def quiet_gradio() -> None:
    """Let Gradio log the type of an error and nothing else."""
    for module in (queueing, route_utils, routes):
        vars(module)["traceback"] = SimpleNamespace(print_exc=_type_only)


def _type_only(*_: object, **__: object) -> None:
    error = sys.exc_info()[0]
    log.error("a request went wrong: %s", error.__name__ if error else "unknown")
