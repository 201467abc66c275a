"""Numbers that name a person in somebody's books. Doses, ages, years and spinal levels stay."""

from qa.records.traces.form import IS, NO_UNIT, NUMBER_WORD, Trace, trace

_BOOKS = (
    r"hospital|patient|medical|health|records?|account|medicare|medicaid|insurance|policy"
    r"|member(?:ship)?|chart|case|ref(?:erence)?|social\ssecurity|national\sinsurance|passport"
    r"|licen[cs]e|identity|claim|group|file|booking|appointment|customer|student|employee"
)


def _key(more: int) -> str:
    """A digit and at least so many more, with what may stand between them and letters around."""
    digits = rf"\d(?:[-\s/.]?\d){{{more},20}}"
    return rf"[a-z]{{0,3}}[-\s/]?{digits}(?:-?[a-z]{{1,2}}(?![a-z]))?(?!\w){NO_UNIT}"


KEYS: tuple[Trace, ...] = (
    trace(rf"\b((?:nhs|mrn|ssn|nino|chi|id){NUMBER_WORD}?{IS}){_key(3)}", r"\1[number]"),
    trace(
        rf"\b((?:{_BOOKS})(?:\srecord)?(?:{NUMBER_WORD}|\s?(?=[:=])){IS}){_key(2)}",
        r"\1[number]",
    ),
    trace(r"(?<!\w)[a-z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[a-d](?!\w)", "[number]"),
)
LONG: tuple[Trace, ...] = (
    trace(rf"(?<![\w.,/£$€-])[a-z]{{1,3}}-?\d{{6,}}+[a-z]{{0,2}}(?!\w){NO_UNIT}", "[number]"),
    trace(rf"(?<![\w.,/£$€-])\d{{6,}}+[a-z]{{0,2}}(?![\w/]|[.,]\d){NO_UNIT}", "[number]"),
)
