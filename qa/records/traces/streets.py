"""Where somebody lives: a house in a street, a post box."""

import re

from qa.records.traces.form import NO_UNIT, Trace, trace

_ROADS = (
    "street|st|road|rd|avenue|ave|lane|ln|boulevard|blvd|crescent|terrace|highway|hwy|parkway|pkwy"
)
_SPELLED_ROADS = "street|road|avenue|lane|boulevard|crescent|terrace|mews"
_WAYS = (
    "Drive|Dr|Close|Court|Ct|Way|Place|Pl|Gardens|Gdns|Grove|Square|Sq|Park|Hill|Row|Mews|Walk"
    "|Circle|Cir|Trail|View|Rise|Green|Common|Loop|Plaza|Cres|Ter"
)
_QUIET_WAYS = "drive|close|court|way|place|gardens|grove|square|park|hill|row|mews|green|rise"
_NO_STREET = frozenset(
    """a about after ago ahead along am and any around at away back before behind below block blocks
    busy by can car clinic clinics close cm day days degree degrees disc discs disk disks do
    doctors down each epidural epidurals every feet few foot for from ft further g had hard has
    have hospital hospitals hour hours hrs i if in injection injections into is kg kids km last
    left level levels long m meter meters metre metres mg mile miles min mins minute minutes ml mm
    month months more my near needle needles nerve nerves no not of off on one or our out over
    pain past per pill pills pm quiet right second seconds shot shots should since so some staples
    steps stitches story surgeries surgery tablet tablets than that the their then this through
    time times to too toward towards two until up was way week weeks when wide with yard yards
    year years your""".split()
)
_PLAIN_ROAD = frozenset(
    "bumpy country cross dirt high-speed local main next own same steep".split()
)
_MEASURE = frozenset("bad big fast good inch large little long short slow small steep".split())
_NUMBER = (
    r"(?<![\w.,/-])(?:(?i:flat|apt|apartment|unit|suite)\.?\s\w{1,5},?\s)?"
    rf"\d{{1,5}}[a-zA-Z]?(?:\s?[-/]\s?\d{{1,5}}[a-zA-Z]?)?{NO_UNIT},?\s{{1,2}}"
)
_ROOM = r"(?:,?\s(?:flat|apt|apartment|unit|suite)\.?\s?#?\w{1,5}\b|,?\s#\d{1,5}\b)?"
_NAMED = r"(?P<words>(?:(?:[a-z][a-z'.-]{0,20}|\d{1,3}(?:st|nd|rd|th))\s){1,3}?)"
_CAPITALS = r"(?P<words>(?:[A-Z][A-Za-z'.-]{0,20}\s){1,5}?)"
_LIVES = (
    r"(?:live|lives|lived|living|stay|stays|staying|moved|reside|resides)\s(?:at|in|on|to|near|off)"
    r"|address(?:\sis|:)"
)
_HOUSE = (
    r"(?:[A-Z][a-z'-]{1,20}\s){1,2}"
    r"(?:Cottage|House|Farm|Lodge|Manor|Barn|Villa|Grange|Hall|Towers|Mansions|Apartments)"
)
_OF = r"(?:(?:de|du|des|la|le|les|del|della|dei|di|da|do|dos|das|von|van|der)\s|[dl]'){1,3}"


def _street(match: re.Match[str]) -> str:
    """Not "20 minutes along the road"."""
    words = re.findall(r"[\w'-]+", match["words"].lower())
    return match[0] if _NO_STREET & {*words} else "[address]"


def _quiet_street(match: re.Match[str]) -> str:
    """Not "2 discs close", nor "1 big hill"."""
    word = match["words"].split()[0].lower()
    return match[0] if word.endswith("s") or word in _MEASURE else _street(match)


def _named_street(match: re.Match[str]) -> str:
    """A street without a number: not "on the main road"."""
    words = {*re.findall(r"[\w'-]+", match["words"].lower())}
    return match[0] if words & (_NO_STREET | _PLAIN_ROAD) else match["before"] + "[address]"


STREETS: tuple[Trace, ...] = (
    # On the continent: "Hauptstraße 12", "12 rue de Rivoli".
    trace(
        r"(?<!\w)(?:[a-zß-ÿ-]{2,30}(?:stra(?:ß|ss)e|str\.|straat|gatan)"
        r"|(?-i:[A-ZÄÖÜ][a-zß-ÿ-]{1,30})(?:weg|platz|allee|gasse|damm|laan|plein))"
        rf"\s{{1,2}}\d{{1,4}}(?:\s?[a-z])?(?!\w){NO_UNIT}",
        "[address]",
    ),
    (
        re.compile(
            rf"(?<![\w.,/-])\d{{1,4}}(?:\s?(?:bis|ter))?,?\s(?:"
            rf"(?i:rue|chemin|impasse|quai|calle|avenida|viale|piazza|rua)\s(?i:{_OF})?"
            r"|(?i:avenue|av\.|boulevard|bd|place|cours|route|all[ée]e|via)\s"
            rf"(?:(?i:{_OF})|(?=[A-Z])))"
            r"[^\W\d_][\w'-]{1,30}(?:\s[A-Z][\w'-]{1,30}){0,2}"
        ),
        "[address]",
    ),
    trace(
        r"(?<!\w)(?:calle|viale|piazza|avenida|rua)\s"
        rf"(?:{_OF})?(?-i:[A-Z][\w'-]{{1,30}})(?:\s(?-i:[A-Z][\w'-]{{1,30}})){{0,2}},?\s\d{{1,4}}"
        rf"(?!\w){NO_UNIT}",
        "[address]",
    ),
    # In English-speaking countries.
    trace(rf"{_NUMBER}{_NAMED}(?:{_ROADS})\b{_ROOM}", _street),
    (re.compile(rf"{_NUMBER}{_CAPITALS}(?:{_WAYS}|(?i:{_ROADS}))\b(?i:{_ROOM})"), _street),
    trace(
        rf"{_NUMBER}(?P<words>(?:[a-z][a-z'.-]{{2,20}}\s){{1,2}}?)(?:{_QUIET_WAYS})"
        r"(?=\s{0,2}(?:[,;.!?)]|$|(?:and|but|in)\b))",
        _quiet_street,
    ),
    trace(r"\bp\.?\s?o\.?\s?box\s\d{1,8}\b", "[address]"),
    trace(
        rf"\b((?:(?:lives?|living|stay|staying)\sat|address(?:\sis|:))\s)\d{{1,5}}[a-z]?{NO_UNIT}"
        r"\s[a-z][a-z' -]{2,40}(?=[,.;\n]|$)",
        r"\1[address]",
    ),
    trace(
        rf"\b(?P<before>(?:{_LIVES})\s){_NUMBER}"
        rf"(?P<words>(?:[a-z][a-z'.-]{{2,20}}\s){{1,2}}?)(?:{_QUIET_WAYS})\b",
        _named_street,
    ),
    # Without a number.
    trace(rf"\b(?P<before>(?:{_LIVES})\s(?:the\s)?){_NAMED}(?:{_SPELLED_ROADS})\b", _named_street),
    (
        re.compile(
            rf"(?P<before>\b){_CAPITALS}"
            r"(?:Street|Road|Avenue|Lane|Boulevard|Crescent|Terrace|Mews)\b"
        ),
        _named_street,
    ),
    (re.compile(rf"(\b(?i:{_LIVES})\s){_HOUSE}\b"), r"\1[address]"),
    (re.compile(rf"\b{_HOUSE},?\s\[address\]"), "[address]"),
)
