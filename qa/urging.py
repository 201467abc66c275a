"""Which quotes may stand below a call for help: those that call for help themselves."""

import re

_URGES = re.compile(
    r"\b(?:at once|right away|immediate(?:ly)?|emergency|urgent(?:ly)?|without delay|same day"
    r"|do not wait|as soon as possible|911|999|112|red flags?"
    r"|(?:call|see|ring|contact) (?:a|the|your) (?:doctor|surgeon|provider|midwife|care team))\b",
    re.IGNORECASE,
)
_SOOTHES = re.compile(
    r"\b(?:normal|common|harmless|temporary|passes|goes away|settles?|no need|does not mean"
    r"|not a sign|rare(?:ly)?|unlikely|safe(?:ly)?|usually|most (?:people|patients))\b",
    re.IGNORECASE,
)


def urges(text: str) -> bool:
    """Whether `text` tells the reader to get help and says nothing that plays danger down."""
    return _URGES.search(text) is not None and _SOOTHES.search(text) is None
