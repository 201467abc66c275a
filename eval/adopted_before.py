"""What was adopted before, and what of it still holds: articles, rules and other cases change.

A patient may also have had an answer forgotten since. Records keep no list of that, but staff's
judgements stay: an answer that somebody judged, and that is gone before its days are over, was
forgotten, because nothing else removes one so early. Later nobody can tell, and the case stays.
Trap: where `records_days` was raised, what the fewer days removed looks forgotten.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from corpus.loading import Corpus
from eval.adopted_lines import Line, answer_of, asked_on, turns_of
from eval.asked_already import Asked, keys_of
from eval.gold import nearest_to, places_of

Lines = dict[str, Line]
"""Lines under their ids."""
Reasons = dict[str, str]
"""Why those of these ids no longer hold."""


def still_held(
    cases: Mapping[str, Line],
    messages: Mapping[str, Line],
    asked: Asked,
    corpus: Corpus,
    rules: Sequence[str],
    gone: Collection[str],
) -> tuple[tuple[Lines, Lines], tuple[Reasons, Reasons]]:
    """The cases and messages that hold, and why the others do not.

    What holds is entered in `asked`; `gone` are the ids of those that were forgotten.
    """
    forgotten = dict.fromkeys(gone, "its patient had the answer forgotten")
    outdated = _outdated(cases, corpus) | forgotten
    known = {name: _with_known_rules(line, rules) for name, line in messages.items()}
    held, why = _apart(cases, outdated, asked.taken[0], asked.test)
    heard, why_not = _apart(known, forgotten, asked.taken[1], asked.test)
    return (held, heard), (why, why_not)


def forgotten_since(
    lines: Iterable[Line], judged: Collection[str], kept: Collection[str], days: int
) -> frozenset[str]:
    """The ids of those lines whose answers patients have had forgotten.

    Args:
        lines: of both files.
        judged: ids of all answers that somebody ever judged.
        kept: ids of answers that are kept now.
        days: how long answers are kept.
    """
    over = datetime.now(UTC).date() - timedelta(days=days)
    return frozenset(
        line["id"]
        for line in lines
        if asked_on(line) > over
        and answer_of(line["id"]) in judged  # other records know nothing of it
        and answer_of(line["id"]) not in kept
    )


def _outdated(cases: Mapping[str, Line], corpus: Corpus) -> Reasons:
    """Why today's articles no longer answer a case."""
    found = {}
    ids = {document.id for document in corpus.documents}
    places = places_of(corpus)
    for name, line in cases.items():
        lost = [text for text in line.get("answers", ()) if text not in places]
        if lost:
            nearest = nearest_to(lost[0], places)
            found[name] = f"the article no longer says it; the nearest is {nearest}"
        elif line.get("document", "") not in ids | {""}:
            found[name] = f"there is no article {line['document']!r} any longer"
    return found


def _with_known_rules(line: Line, rules: Sequence[str]) -> Line:
    """`line` without rules that have another name since; then whichever rule says it will do."""
    if not line.get("urgent"):
        return line
    return {**line, "rules": [rule for rule in line["rules"] if rule in rules]}


def _apart(
    lines: Mapping[str, Line], lost: Reasons, taken: dict[str, str], test: Collection[str]
) -> tuple[Lines, Reasons]:
    held: Lines = {}
    why: Reasons = {}
    for name, line in lines.items():
        (key,) = keys_of(turns_of(line))
        first = taken.get(key, name)
        if name in lost:
            why[name] = lost[name]
        elif key in test:
            why[name] = "the test part asks the same"
        elif first != name:
            why[name] = f"{first} asks the same"
        else:
            taken[key] = name
            held[name] = line
    return held, why
