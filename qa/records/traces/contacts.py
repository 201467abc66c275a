"""Where somebody can be reached: pages that name a person, e-mail, telephone."""

import re

from qa.records.traces.form import NO_UNIT, Trace, trace

_USER = re.compile(
    r"@|/~|/(?:u|user|users|profile|profiles|in|people|members?)/"
    r"|\b(?:facebook|fb|instagram|twitter|x|linkedin|tiktok|threads|github|youtube|snapchat|reddit|t"
    r"|wa|telegram)\.(?:com|me|net)/"
    r"|[?&](?:user|username|name|first|last|email|mail|uid|u)=",
    re.IGNORECASE,
)
_LOCAL = r"(?<![\w.+%-])[\w.+%-]++"
_HOSTS = "gmail|googlemail|yahoo|hotmail|outlook|icloud|aol|live"


def _url(match: re.Match[str]) -> str:
    address = match[0].rstrip(".,;:!?)\"'”’")
    return "[name]" + match[0][len(address) :] if _USER.search(address) else match[0]


def _digits(match: re.Match[str]) -> str:
    """A run of digits and what stands between them: a telephone, a number, or neither."""
    groups = re.findall(r"\d+", match[0])
    digits, lengths = "".join(groups), [len(group) for group in groups]
    if len(digits) >= 9 and ("+" in match[0] or (digits[0] == "0" and lengths[0] > 1)):
        return "[telephone]"
    if lengths in ([3, 3, 4], [10], [3, 7], [6, 4]) and digits[0] not in "01":
        return "[telephone]"
    if lengths in ([1, 3, 3, 4], [11], [1, 10]) and digits[0] == "1" and digits[1] not in "01":
        return "[telephone]"
    if len(groups) == 1 or lengths == [3, 2, 4]:
        return "[number]"
    if 4 in lengths and all(1800 <= int(g) < 2100 for g in groups if len(g) == 4):
        return match[0]  # years
    rounded = all(int(group) % 50 == 0 for group in groups)  # amounts
    if len(digits) >= 9 and 3 <= len(groups) <= 5 and min(lengths) > 1 and not rounded:
        return "[number]"
    return match[0]


PAGES: tuple[Trace, ...] = (
    trace(r"(?<![\w.@/-])(?:https?://|www\.)\S++", _url),
    trace(r"(?<![\w.@/-])(?:[a-z0-9-]++\.)++[a-z]{2,10}/\S++", _url),
)
MAIL: tuple[Trace, ...] = (
    trace(_LOCAL + r"@[\w-]++(?:\.[\w-]++)*+", "[email]"),
    trace(
        _LOCAL + r"\s?[(\[]at[)\]]\s?[\w-]++(?:\s?(?:[(\[]dot[)\]]|\.|\sdot\s)\s?[\w-]++){0,3}",
        "[email]",
    ),
    trace(_LOCAL + r"\sat\s[\w-]++(?:\sdot\s[\w-]++){1,3}", "[email]"),
    trace(_LOCAL + rf"\s(?:at|@)\s(?:{_HOSTS})\b(?:\.[a-z]{{2,3}}){{0,2}}", "[email]"),
    trace(r"(?<![\w@/.])@[a-z_]\w{2,30}", "[name]"),
)
TELEPHONES: tuple[Trace, ...] = (
    trace(
        r"\b((?:phone|telephone|tel|mobile|mob|cell|fax|call|ring|text|whatsapp|reach|contact)"
        rf"\b[^\d\n]{{0,20}}?)[+(]{{0,2}}\d(?:[\s().-]{{0,2}}\d){{6,14}}(?!\w){NO_UNIT}",
        r"\1[telephone]",
    ),
    trace(
        r"(?<![\w.,/£$€-])[+(]{0,2}\d(?:[ \t().–-]{0,3}\d){5,18}(?![\w/]|[.,]\d)" + NO_UNIT,
        _digits,
    ),
)
