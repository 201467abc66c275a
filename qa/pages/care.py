"""The card that comes before anything else when a message sounds like an emergency."""

from collections.abc import Iterable

from qa.outcome import Alert, AlertLevel
from qa.pages import words
from qa.pages.escaping import html


def care_card(alerts: Iterable[Alert], country: str) -> str:
    """What to do, where, now if: one line of HTML, made of the rules' and the page's words only.

    It is HTML inside the answer's Markdown, because only a role makes a screen reader speak it
    at once. Both parts are shown where a message is both an emergency and a crisis.
    """
    alerts = tuple(alerts)
    emergency = _said(alerts, AlertLevel.EMERGENCY)
    crisis = _said(alerts, AlertLevel.CRISIS)
    parts = []
    if emergency:
        signs = "".join(f"<li>{html(sign)}</li>" for sign in emergency)
        parts += [
            f"<h2>{words.EMERGENCY_TITLE}</h2>",
            f"<p class='do'>{words.EMERGENCY_DO[country]}</p>",
            f"<ul>{signs}</ul>",
            f"<p>{words.EMERGENCY_SAY}</p>",
        ]
    if crisis:
        parts += [
            f"<h2>{words.CRISIS_TITLE}</h2>",
            f"<p class='do'>{words.CRISIS_DO[country]}</p>",
            *(f"<p>{html(text)}</p>" for text in crisis),
        ]
    return f"<div class='care' role='alert'>{''.join(parts)}</div>"


def still_there(levels: Iterable[AlertLevel], country: str) -> str:
    """One line that stays in view after a card, while the chat goes on; empty where none was."""
    levels = set(levels)
    if AlertLevel.EMERGENCY in levels:
        return words.STILL.format(do=words.STILL_EMERGENCY[country])
    if AlertLevel.CRISIS in levels:
        return words.STILL_CRISIS[country]
    return ""


def is_urgent(alerts: Iterable[Alert]) -> bool:
    """Whether help comes before everything else."""
    return any(alert.level in (AlertLevel.EMERGENCY, AlertLevel.CRISIS) for alert in alerts)


def _said(alerts: tuple[Alert, ...], level: AlertLevel) -> list[str]:
    """What the rules of a level say, each once."""
    return list(dict.fromkeys(alert.say for alert in alerts if alert.level is level))
