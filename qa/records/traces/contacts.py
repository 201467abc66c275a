"""Where somebody can be reached: pages that name a person, e-mail."""

import re

from qa.records.traces.form import Trace, trace
from qa.vocabulary import is_word

_USER = re.compile(
    r"@|/~|/(?:u|user|users|profile|profiles|in|people|members?)/"
    r"|\b(?:facebook|fb|instagram|twitter|x|linkedin|tiktok|threads|github|youtube|snapchat|reddit|t"
    r"|wa|telegram)\.(?:com|me|net)/"
    r"|[?&](?:user|username|name|first|last|email|mail|uid|u)=",
    re.IGNORECASE,
)
_LOCAL = r"(?<![\w.+%-])[\w.+%-]++"
_HOSTS = "gmail|googlemail|yahoo|hotmail|outlook|icloud|aol|proton(?:mail)?|gmx|ymail"
_ENDS = (
    "com|net|org|edu|gov|info|biz|io|me|co|uk|us|ca|au|nz|ie|in|eu|de|at|ch|fr|be|nl|es|pt|it|pl|se"
    "|no|dk|fi|cz|hu|ro|gr|tr|ru|ua|il|za|ng|ke|br|mx|ar|jp|cn|hk|sg|kr"
)
_HOST = rf"[\w-]++(?:\s?\.\s?[\w-]++){{0,2}}\s?\.\s?(?:{_ENDS})\b"


def _url(match: re.Match[str]) -> str:
    address = match[0].rstrip(".,;:!?)\"'")
    return "[name]" + match[0][len(address) :] if _USER.search(address) else match[0]


def _spoken(match: re.Match[str]) -> str:
    """Not "I looked at nhs.uk"."""
    return match[0] if is_word(match["local"].lower()) else "[email]"


PAGES: tuple[Trace, ...] = (
    trace(r"(?<![\w.@/-])(?:https?://|www\.)\S++", _url),
    trace(r"(?<![\w.@/-])(?:[a-z0-9-]++\.)++[a-z]{2,10}/\S++", _url),
)
MAIL: tuple[Trace, ...] = (
    trace(r'"[^"@\n]{1,60}"@[\w-]++(?:\.[\w-]++)*+', "[email]"),
    trace(_LOCAL + r"@[\w-]++(?:\.[\w-]++)*+", "[email]"),
    trace(_LOCAL + rf"\s?@\s?{_HOST}", "[email]"),
    trace(
        _LOCAL + r"\s?[(\[]at[)\]]\s?[\w-]++(?:\s?(?:[(\[]dot[)\]]|\.|\sdot\s)\s?[\w-]++){0,3}",
        "[email]",
    ),
    trace(_LOCAL + rf"\sat\s[\w-]++(?:\sdot\s[\w-]++){{0,2}}\sdot\s(?:{_ENDS})\b", "[email]"),
    trace(_LOCAL + rf"\s(?:at|@)\s(?:{_HOSTS})\b(?:\.[a-z]{{2,3}}){{0,2}}", "[email]"),
    trace(
        rf"(?P<local>{_LOCAL})\sat\s[\w-]++(?:\.[\w-]++){{0,2}}\.(?:{_ENDS})\b(?!/)",
        _spoken,
    ),
    trace(r"(?<![\w@/.])@[a-z_]\w{2,30}", "[name]"),
)
