"""The card that comes before anything else when a message sounds like an emergency."""

from collections.abc import Iterable

from qa.outcome import Alert, AlertLevel
from qa.pages import words


def care_card(alerts: Iterable[Alert], country: str) -> str:
    """What to do, where, now: one line of HTML, made of fixed words only.

    It is HTML inside the answer's Markdown, because only a role makes a screen reader speak it
    at once. Both parts are shown where a message is both an emergency and a crisis.
    """
    levels = {alert.level for alert in alerts}
    parts = []
    if AlertLevel.EMERGENCY in levels:
        parts += [
            f"<h2>{words.EMERGENCY_TITLE}</h2>",
            f"<p class='do'>{words.EMERGENCY_DO[country]}</p>",
            f"<p>{words.EMERGENCY_WHY} {words.EMERGENCY_SAY}</p>",
        ]
    if AlertLevel.CRISIS in levels:
        parts += [
            f"<h2>{words.CRISIS_TITLE}</h2>",
            f"<p>{words.CRISIS_WHY}</p>",
            f"<p class='do'>{words.CRISIS_DO[country]}</p>",
            f"<p>{words.CRISIS_SAY}</p>",
        ]
    parts.append(f"<p>{words.HELP_FIRST}</p>")
    return f"<div class='care' role='alert'>{''.join(parts)}</div>"


def is_urgent(alerts: Iterable[Alert]) -> bool:
    """Whether help comes before everything else."""
    return any(alert.level in (AlertLevel.EMERGENCY, AlertLevel.CRISIS) for alert in alerts)
