"""Questions of every kind, made to break things: the same ones for the same seed."""

import random
import re
from collections.abc import Iterator

from corpus.loading import Corpus
from corpus.model import UnitKind

_OPENINGS = (
    "is it true that {}",
    "why {}",
    "{}?",
    "what about {}",
    "my doctor said {} is that right",
    "how long {}",
    "{} normal??",
    "can you explain: {}",
)
_STRANGE = (
    "",
    " \t\n ",
    "?",
    "!!!!",
    "a" * 2000,
    "pain " * 400,
    "痛い 背中 硬膜外",
    "боль в спине после эпидуральной анестезии",
    "ألم الظهر بعد الإبرة",
    "पीठ दर्द इंजेक्शन के बाद",
    "😀 🦴 💉",
    "e\u0301" * 900,
    "\u202ereversed\u202c",
    "\u200bzero\u200bwidth\u200b",
    "[" * 1999,
    "| a | b |\n|---|---|",
    "<script>alert(1)</script>",
    "'; DROP TABLE feedback; --",
    "\x00\x07\x1b[31m",
    "\ud800",
    "../../etc/passwd",
    "${jndi:ldap}",
    "%s %d {0} {question}",
    "ｂａｃｋ ｐａｉｎ",
    "0 1 2 3 24 48 72 1000",
    "-" * 500,
    "NULL null None nan inf",
)


def make_questions(corpus: Corpus, count: int, seed: int = 0) -> Iterator[str]:
    """`count` questions: a corpus's own sentences turned round, its words shuffled, oddities."""
    rng = random.Random(seed)  # noqa: S311  # repeatable, not secret
    units = [(d, u) for d in corpus.documents for u in d.units if u.kind is not UnitKind.LIST]
    words = sorted({w for d in corpus.documents for w in re.findall(r"\w+", d.text)})
    yield from _STRANGE[:count]
    for number in range(len(_STRANGE), count):
        if number % 3 == 2:
            yield " ".join(rng.choice(words) for _ in range(rng.randint(1, 25)))
            continue
        document, unit = rng.choice(units)
        text = " ".join(document.text[slice(*unit.focus)].rstrip(".").split())
        if number % 3 == 1:
            kept = text.split()
            rng.shuffle(kept)
            text = " ".join(kept[: rng.randint(2, 12)])
        yield rng.choice(_OPENINGS).format(text.replace("{", "").replace("}", ""))[:2000]
