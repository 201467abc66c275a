"""Telephones, and runs of digits that are as long as one."""

import re

from qa.records.traces.form import NO_UNIT, Trace, trace

_BETWEEN = r"(?:[ \t()._-]{0,3}|/)"
_CALLING = (
    r"phone|telephone|tel|mobile|mob|(?<!white\s)(?<!blood\s)(?<!red\s)cell|fax|call|ring|text"
    r"|whatsapp|reach|contact|(?:my|his|her|our|their|home|work|office|daytime)\snumber"
)


def _digits(match: re.Match[str]) -> str:
    """A run of digits and what stands between them: a telephone, a number, or neither."""
    groups = re.findall(r"\d+", match[0])
    digits, lengths = "".join(groups), [len(group) for group in groups]
    if "/" in match[0]:
        # "030/12345678" has an area before the stroke; "120/80 130/85" is a blood pressure.
        area = re.match(r"\+\d{1,3}[\s(]*\d+\)?/|\(?0\d\d+\)?/|0[\d\s-]{8,}/", match[0])
        return "[telephone]" if area and match[0].count("/") == 1 else match[0]
    if "+" in match[0] and len(digits) >= 7:
        return "[telephone]"
    if len(digits) >= 9 and digits[0] == "0" and lengths[0] > 1:
        return "[telephone]"
    if lengths in ([3, 3, 4], [10], [3, 7], [6, 4]) and digits[0] not in "01":
        return "[telephone]"
    if lengths in ([1, 3, 3, 4], [11], [1, 10]) and digits[0] == "1" and digits[1] not in "01":
        return "[telephone]"
    rounded = all(int(group) % 50 == 0 for group in groups)  # amounts
    if lengths == [5, 5] and digits[0] in "6789" and not rounded:
        return "[telephone]"
    if len(groups) == 1 and len(digits) < 8 and digits.endswith("000"):
        return match[0]  # an amount
    if len(groups) == 1 or lengths == [3, 2, 4]:
        return "[number]"
    if 4 in lengths and all(1800 <= int(g) < 2100 for g in groups if len(g) == 4):
        return match[0]  # years
    if len(digits) >= 9 and 3 <= len(groups) <= 5 and min(lengths) > 1 and not rounded:
        return "[number]"
    return match[0]


TELEPHONES: tuple[Trace, ...] = (
    trace(
        rf"\b((?:{_CALLING})"
        rf"\b[^\d\n]{{0,20}}?)[+(]{{0,2}}\d(?:[\s()./_-]{{0,2}}\d){{6,14}}(?!\w){NO_UNIT}",
        r"\1[telephone]",
    ),
    trace(
        rf"(?<![\w.,/£$€-])[+(]{{0,2}}\d(?:{_BETWEEN}\d){{5,18}}(?![\w/]|[.,]\d){NO_UNIT}",
        _digits,
    ),
)
