"""A text as patterns read it: one sign for all dashes, for all spaces, for all apostrophes.

"07700‑900‑123" is a telephone whichever hyphen a phone's keyboard writes.
"""

import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_APOSTROPHES = "'’‘‛´`ʼʹ′＇"
_QUOTES = '"“”„‟«»″＂'
_ALIKE = {
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    **dict.fromkeys(map(ord, _QUOTES), '"'),
    **dict.fromkeys(map(ord, "·∙․‧"), "."),
    **dict.fromkeys(map(ord, "⁄∕"), "/"),
    ord("\u2212"): "-",  # a minus is no dash to Unicode
}


class _Plainly(dict[int, str]):
    """What to write for a sign, found once for each sign that comes."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _ALIKE.get(code) or _plain(chr(code))
        return found


_TABLE = _Plainly()


def tidied(text: str) -> str:
    """`text` without signs that nobody sees, and each letter in one piece with its accent."""
    return text if text.isascii() else unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def plainly(text: str) -> str:
    """`text` in plain signs, exactly as long, so that what is found here lies there."""
    return text if text.isascii() and "`" not in text else text.translate(_TABLE)


def _plain(sign: str) -> str:
    match unicodedata.category(sign):
        case "Pd":
            return "-"
        case "Zs":
            return " "
        case "Nd":
            return str(unicodedata.decimal(sign))
        case "No":
            return sign  # the square of "m²" is no digit of a number
    compatible = unicodedata.normalize("NFKC", sign)
    return compatible if len(compatible) == 1 else sign
