"""Postcodes: of the United Kingdom, Ireland and Canada by their form, others by what is before."""

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
_ZIP = r"(?P<zip>\d{5})(?:-\d{4})?(?!\w)"
_CALLED = r"(?:post(?:al)?\s?code|eir\s?code|zip(?:\s?code)?|plz|code\spostal)"
_EIRCODE = (
    "[AC-FHKNPRTV-Y][0-9][0-9W][- ]?(?=[A-Z]{0,3}[0-9])(?=[0-9]{0,3}[A-Z])[0-9AC-FHKNPRTV-Y]{4}"
)
_CANADIAN = "[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][- ]?[0-9][ABCEGHJ-NPRSTV-Z][0-9]"
_ORDINAL = re.compile(r"(?:1ST|2ND|3RD|[04-9]TH|[0-9](?:UG|HR|FT|YR|LB|DL|PT))$", re.IGNORECASE)
_LEVELS = re.compile(r"(?:[LTSC][0-9]){3}", re.IGNORECASE)


def _british(match: re.Match[str]) -> str:
    """Not "L5 1ST surgery" nor "b12 5ug": ordinals and units behind one letter or small ones."""
    measured = _ORDINAL.search(match[0])
    small = match[0].islower() or match[0][-2:].islower()
    return match[0] if measured and (small or not match[0][1].isalpha()) else "[postcode]"


def _irish(match: re.Match[str]) -> str:
    """Not "T12 10th"."""
    return match[0] if _ORDINAL.search(match[0]) else "[postcode]"


def _canadian(match: re.Match[str]) -> str:
    """Not "L4L5S1", which are three levels of a spine."""
    return match[0] if _LEVELS.fullmatch(match[0]) else "[postcode]"


def _american(match: re.Match[str]) -> str:
    """Not "it hurts me 10000 times as much", where small letters are a word, and a figure round."""
    round_figure = int(match["zip"]) % 100 == 0 and match["state"].islower()
    return match[0] if round_figure else f"{match['state']}{match['gap']}[postcode]"


POSTCODES: tuple[Trace, ...] = (
    trace(
        rf"(?<!\w)(?:GIR[\s-]{{0,2}}0AA|(?:{_AREAS})[0-9][0-9A-HJKPSTUW]?[\s-]{{0,2}}{_INWARD})(?!\w)",
        _british,
    ),
    trace(rf"(?<!\w){_CANADIAN}(?!\w)", _canadian),
    trace(rf"(?<!\w){_EIRCODE}(?!\w)", _irish),
    trace(
        rf"\b({_CALLED}(?:\s(?:is|was))?[\s:=-]{{1,3}})(?=[a-z -]{{0,4}}\d)"
        r"[a-z\d]{2,8}(?:[\s-](?=[a-z]{0,3}\d)[a-z\d]{3,4})?(?!\w)" + NO_UNIT,
        r"\1[postcode]",
    ),
    trace(
        rf"\b(?P<state>{_STATES}|{_STATE_NAMES})(?P<gap>\.?,?\s{{1,2}}){_ZIP}{NO_UNIT}", _american
    ),
    (re.compile(rf"\b((?:NSW|VIC|QLD|TAS)\s)\d{{4}}(?!\w){NO_UNIT}"), r"\1[postcode]"),
    trace(rf"(\[address\],?\s)\d{{4,5}}(?=\s[a-z]){NO_UNIT}", r"\1[postcode]"),
)
