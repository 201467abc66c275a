"""Which words look like a medicine's name."""

import re

_ENDING = re.compile(
    r"(?:profen|oxen|fenac|pentin|balin|triptyline|oxetine|prine|bamol|nidine|adol|phine|caine"
    r"|codone|rolac|coxib|lofen|dronate|dronic|sumab|umab|nisone|solone|cillin|mycin|azole|statin"
    r"|azepam|aminophen|saicin|samine|roitin|barbital)s?$",
    re.IGNORECASE,
)


def is_drug(word: str) -> bool:
    """Whether a word ends as medicines' names do ("ibuprofen", "gabapentin")."""
    return bool(_ENDING.search(word))
