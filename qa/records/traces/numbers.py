"""Numbers that name a person in somebody's books. Doses, ages, years and spinal levels stay."""

import re

from qa.records.traces.form import IS, NO_UNIT, NUMBER_WORD, Trace, trace

_BOOKS = (
    r"hospital|patient|medical|health|records?|account|medicare|medicaid|insurance|policy"
    r"|member(?:ship)?|chart|case|ref(?:erence)?|social\ssecurity|national\sinsurance|passport"
    r"|licen[cs]e|identity|claim|group|file|booking|appointment|customer|student|employee|invoice"
)
# Behind these a number is somebody's though nothing says that it is one: "policy W123 45678".
_CARDS = (
    r"medicare|medicaid|insurance|policy|membership|account|(?<!in\s)case|claim|ref"
    r"|booking|passport|licen[cs]e|customer|employee|invoice|mrn|bupa|axa|aetna|cigna|visa|mastercard"
)
# "medical records 2019-2020" and "in case 120/80 is high" stay.
_NO_FIGURE = r"(?!(?:(?:19|20)\d\d[-\s/]{0,3}){1,3}(?![-\s/]{0,3}\d)|\d{2,3}/\d{2,3}(?![-\s/.]?\d))"
_LEVEL = re.compile(r"[ltsc]\d{1,2}", re.IGNORECASE)


def _key(more: int, before: str = r"(?:[a-z]{0,3}[-\s/]?|[a-z]{4,6}[-/]?)") -> str:
    """A digit and at least so many more, with what may stand between them and letters around."""
    digits = rf"\d(?:[-\s/.]?\d){{{more},20}}"
    return rf"{before}{digits}(?:-?[a-z]{{1,2}}(?![a-z]))?(?!\w){NO_UNIT}"


def _code(match: re.Match[str]) -> str:
    """Letters and digits of a booking ("QX7R2P"), not of a level ("L4-L5") nor a dose ("500mg")."""
    code = match["code"]
    digits = sum(sign.isdigit() for sign in code)
    mixed = re.search(r"\d[a-z]+\d|[a-z]\d+[a-z]|[a-z]{2}\d{2}", code, re.IGNORECASE)
    if digits < 2 or not mixed or any(_LEVEL.fullmatch(part) for part in re.split("[-/]", code)):
        return match[0]
    return match[0].removesuffix(code) + "[number]"


KEYS: tuple[Trace, ...] = (
    trace(
        rf"\b((?:nhs|mrn|ssn|nino|chi|id){NUMBER_WORD}?{IS}){_NO_FIGURE}{_key(3)}", r"\1[number]"
    ),
    trace(
        rf"\b((?:{_BOOKS})(?:\s(?:record|card))?(?:{NUMBER_WORD}|\s?(?=[:=])){IS}){_key(2)}",
        r"\1[number]",
    ),
    trace(
        rf"\b((?:{_CARDS})(?:\s(?:card|ref|reference))?{NUMBER_WORD}?{IS}){_NO_FIGURE}"
        + _key(4, "(?:[a-z]{1,6}[-/]?)?"),
        r"\1[number]",
    ),
    trace(
        rf"\b(?:{_CARDS}|reference)(?:\s(?:card|ref|reference))?{NUMBER_WORD}?{IS}"
        rf"(?P<code>[a-z\d]{{1,12}}(?:[-/][a-z\d]{{1,12}}){{0,3}})(?!\w){NO_UNIT}",
        _code,
    ),
    trace(r"\b(sort\s?code\b\D{0,4})\d\d[-\s.]?\d\d[-\s.]?\d\d(?!\w)", r"\1[number]"),
    # The numbers of national insurance in the United Kingdom, and of Medicare in the United States.
    trace(r"(?<!\w)[a-z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[a-d](?!\w)", "[number]"),
    trace(
        r"(?<!\w)[1-9][ac-hj-km-np-rt-y][a-z\d]\d([-\s]?)[ac-hj-km-np-rt-y][a-z\d]\d\1"
        r"[ac-hj-km-np-rt-y]{2}\d\d(?!\w)",
        "[number]",
    ),
)
LONG: tuple[Trace, ...] = (
    trace(rf"(?<![\w.,/£$€-])[a-z]{{1,6}}-?\d{{6,}}+[a-z]{{0,2}}(?!\w){NO_UNIT}", "[number]"),
    # Not 150000 platelets, whichever word comes first.
    trace(
        rf"(?<![\w.,/£$€-])(?!\d{{3,4}}000(?!\d))\d{{6,}}+[a-z]{{0,2}}(?![\w/]|[.,]\d){NO_UNIT}",
        "[number]",
    ),
)
