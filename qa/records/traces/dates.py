"""Full dates anywhere; parts of one where somebody was born. "2024" and "12 March" stay."""

from qa.records.traces.form import NO_UNIT, Trace, trace

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_WEEKDAY = r"(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NTH = rf"{_DAY}(?:st|nd|rd|th)?(?!\d)"
_SPELLED = (
    r"(?:(?:twenty|thirty)[\s-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|(?:ten|eleven|twelf|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)th"
    r"|twentieth|thirtieth)"
)
_CENTURY = r"(?:18|19|20)\d\d"
_YEAR = rf"(?:{_CENTURY}|'\d\d)(?!\d)"
_DAY_OF = rf"(?:{_NTH}|{_SPELLED})\.?[\s/-]{{0,2}}(?:(?:day\s)?of\s)?{_MONTH}"
_MONTH_DAY = rf"{_MONTH}[\s/-]?(?:the\s)?{_NTH}"
_SPACED = rf"(?:0[1-9]|[12]\d|3[01])\s(?:0[1-9]|1[0-2])\s{_CENTURY}(?!\d)"
_FULL = (
    rf"{_CENTURY}\s?[-/.]\s?(?:0?[1-9]|1[0-2])\s?[-/.]\s?{_DAY}(?!\d)"
    rf"|{_CENTURY},?[\s/-]{_MONTH_DAY}{NO_UNIT}"
    # "06.12.34.56.78" goes on as no date does.
    rf"|{_DAY}\s?(?P<mark>[-/.])\s?{_DAY}\s?(?P=mark)\s?(?:{_CENTURY}|\d\d)"
    rf"(?![\d/]|(?P=mark)\d){NO_UNIT}"
    rf"|{_SPACED}{NO_UNIT}"
    rf"|{_DAY_OF},?[\s/-]{{0,2}}(?:of\s)?{_YEAR}"
    rf"|{_MONTH_DAY},?[\s/-]{{0,2}}{_YEAR}"
)
_SHORT = rf"(?:{_DAY_OF}|{_MONTH_DAY}),?[\s/-]{{1,2}}\d\d(?=\s{{0,3}}(?:[.,;!?)]|$))"
_PART = (
    rf"{_DAY_OF}(?:,?[\s/-]?\d\d\b)?"
    rf"|{_MONTH_DAY}(?:,?\s\d\d\b)?"
    rf"|{_MONTH},?\s?(?:of\s)?{_YEAR}"
    rf"|\d{{1,2}}\s\d{{1,2}}\s(?:{_CENTURY}|\d\d)(?!\d){NO_UNIT}"
    rf"|(?:0?[1-9]|1[0-2])[\s/.-]{{1,2}}{_CENTURY}(?!\d){NO_UNIT}"
    rf"|{_DAY}[-/.]\d\d?(?!\d|\s?[ap]m\b){NO_UNIT}|\d{{6,8}}(?!\d){NO_UNIT}|{_YEAR}{NO_UNIT}"
    rf"|(?<=in\s)[3-9]\d(?!\w|[.,/-]\d|\s\d){NO_UNIT}"
)
_BORN = (
    r"(?:d\.?o\.?b\b\.?|(?:date|year|day)\sof\sbirth|birth\s?(?:date|day|year)|born)"
    rf"(?:[\s:=,.(-]{{0,3}}\b(?:is|was|were|on|in|the|a|year|about|around|early|late|{_WEEKDAY})\b)"
    r"{0,5}[\s:=,.(-]{0,4}"
)

DATES: tuple[Trace, ...] = (
    trace(rf"\b({_BORN})(?:{_FULL}|{_PART})", r"\1[date]"),
    trace(rf"(?<![\w/.-])(?:{_FULL}|{_SHORT})", "[date]"),
)
