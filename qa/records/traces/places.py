"""Where somebody lives: a house in a street, a post box, a postcode, a ZIP behind its state."""

import re

from qa.records.traces.form import NO_UNIT, Trace, trace

_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E"
    "|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL"
    "|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM"
    "|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY"
    "|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR"
)
_STATE_NAMES = (
    r"alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia"
    r"|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts"
    r"|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada"
    r"|new\s(?:hampshire|jersey|mexico|york)|(?:north|south)\s(?:carolina|dakota)|ohio|oklahoma"
    r"|oregon|pennsylvania|rhode\sisland|tennessee|texas|utah|vermont|(?:west\s)?virginia"
    r"|washington|wisconsin|wyoming"
)
_INWARD = "[0-9][ABD-HJLNP-UW-Z]{2}"
_ZIP = r"\d{5}(?:-\d{4})?(?!\w)"
_ROADS = (
    "street|st|road|rd|avenue|ave|lane|ln|boulevard|blvd|crescent|terrace|highway|hwy|parkway|pkwy"
)
_WAYS = (
    "Drive|Dr|Close|Court|Ct|Way|Place|Pl|Gardens|Gdns|Grove|Square|Sq|Park|Hill|Row|Mews|Walk"
    "|Circle|Cir|Trail|View|Rise|Green|Common|Loop|Plaza|Cres|Ter"
)
_NO_STREET = frozenset(
    """a about after ago ahead along am and around at away back before behind below block blocks
    busy by car cm day days degree degrees down each every feet few foot for from ft further
    g hour hours hrs in into is kg km last left long m mg mile miles min mins minute minutes
    ml mm month months more my of off on or out over pain past per pills pm quiet right
    second seconds since steps story tablets than that the then this through time times to
    toward towards until up was way week weeks when wide with year years yards""".split()
)
_HOUSE = r"(?<![\w.,/-])(?:(?i:flat|apt|apartment|unit|suite)\.?\s\w{1,5},?\s)?\d{1,5}[a-z]?,?\s"
_ROOM = r"(?:,?\s(?:flat|apt|apartment|unit|suite)\.?\s?#?\w{1,5}\b|,?\s#\d{1,5}\b)?"


def _street(match: re.Match[str]) -> str:
    """Not "20 minutes along the road"."""
    words = re.findall(r"[\w'’]+", match["words"].lower())
    return match[0] if _NO_STREET & {*words} else "[address]"


def _postcode(match: re.Match[str]) -> str:
    """Not "L5 1ST surgery" nor "b12 5ug", where the letters are those of an ordinal or a unit."""
    ordinal = re.search(r"(?:1ST|2ND|3RD|[04-9]TH)$", match[0], re.IGNORECASE)
    if ordinal and match[0][0].upper() in "LS":
        return match[0]
    unit = match[0][-2:] in ("ug", "hr", "ft", "yr", "lb", "dl", "pt")
    return match[0] if unit else "[postcode]"


PLACES: tuple[Trace, ...] = (
    trace(
        rf"{_HOUSE}(?P<words>(?:[a-z][a-z'’.-]{{1,20}}\s){{1,3}}?)(?:{_ROADS})\b{_ROOM}", _street
    ),
    (
        re.compile(
            rf"{_HOUSE}(?P<words>(?:[A-Z][a-z'’.-]{{1,20}}\s){{1,3}}?)(?:{_WAYS})\b(?i:{_ROOM})"
        ),
        _street,
    ),
    trace(r"\bp\.?\s?o\.?\s?box\s\d{1,8}\b", "[address]"),
    trace(
        rf"\b((?:lives?|living|stay|staying)\sat|address(?:\sis|:))\s\d{{1,5}}[a-z]?{NO_UNIT}"
        r"\s[a-z][a-z'’ -]{2,40}(?=[,.;\n]|$)",
        r"\1 [address]",
    ),
    (re.compile(rf"(?<!\w)(?:{_AREAS})[0-9][0-9A-HJKPSTUW]?\s?{_INWARD}(?!\w)"), _postcode),
    trace(rf"(?<!\w)(?![lsc]\d)(?:{_AREAS})[0-9][0-9a-hjkpstuw]?\s{_INWARD}(?!\w)", _postcode),
    trace(r"\b(post\s?code(?:\sis)?:?\s)[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}(?!\w)", r"\1[postcode]"),
    trace(rf"\b(zip(?:\s?code)?(?:\sis)?:?\s){_ZIP}", r"\1[postcode]"),
    (
        re.compile(rf"\b((?:{_STATES}|(?i:{_STATE_NAMES}))\.?,?\s){_ZIP}{NO_UNIT}"),
        r"\1[postcode]",
    ),
)
