"""Full dates anywhere; parts of one where somebody was born. "2024" and "12 March" stay."""

from qa.records.traces.form import NO_UNIT, Trace, trace

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NTH = rf"{_DAY}(?:st|nd|rd|th)?"
_CENTURY = r"(?:18|19|20)\d\d"
_YEAR = rf"(?:{_CENTURY}|['’]\d\d)(?!\d)"
_FULL = (
    rf"{_CENTURY}\s?[-/.]\s?(?:0?[1-9]|1[0-2])\s?[-/.]\s?{_DAY}(?!\d)"
    rf"|{_DAY}\s?(?P<mark>[-/.])\s?{_DAY}\s?(?P=mark)\s?(?:{_CENTURY}|\d\d)(?![\d/]){NO_UNIT}"
    rf"|{_NTH}[\s-]?(?:of\s)?{_MONTH},?[\s-]?{_YEAR}"
    rf"|{_MONTH}\s?{_NTH},?\s{_YEAR}"
)
_PART = (
    rf"(?:the\s)?{_NTH}[\s-]?(?:of\s)?{_MONTH}(?:[\s-]?\d\d\b)?"
    rf"|{_MONTH}\s?(?:{_NTH}\b(?:,?\s\d\d\b)?|{_YEAR})"
    rf"|{_DAY}[-/.]{_DAY}(?!\d)|\d{{6,8}}(?!\d)|{_YEAR}{NO_UNIT}"
)
_BORN = r"(?:d\.?o\.?b\.?|date\sof\sbirth|birth\s?date|birth\s?day|born)"

DATES: tuple[Trace, ...] = (
    trace(
        rf"\b({_BORN}(?:\s?(?:is|was|on|in|:|=|-)){{0,2}}\s{{0,3}})(?:{_FULL}|{_PART})",
        r"\1[date]",
    ),
    trace(rf"(?<![\w/.-])(?:{_FULL})", "[date]"),
)
