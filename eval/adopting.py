"""Verdicts into the gold set: files of their own, always in the development part.

What `adopt` wrote before follows its reviewers: a case changes where they judge anew, and goes
where they withdraw. It follows the articles and the patients too: it goes where the article no
longer says it, or where its answer was forgotten. It stays when the answer's days are over.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from corpus.loading import Corpus
from eval.adopted_before import Reasons, forgotten_since, still_held
from eval.adopted_files import read_adopted, write_adopted
from eval.adopted_lines import Line, lines_of, name_of, signed_by, told
from eval.asked_already import Places, asked_already, keys_of
from eval.expected import Expected, MustAlarm, Unusable, expected_of
from qa.records.answers import Answers
from qa.records.database import Database
from qa.records.filter import Filter
from qa.records.judgement import Judgement
from qa.records.stored import AnswerRecord
from qa.records.verdicts import Verdicts
from qa.records.wishes import read_wishes, wishes_file
from qa.staff.judged import by_answer

MOST_HISTORY = 6
"""Earlier questions that are kept with a follow-up, as many as the chat reads."""


@dataclass(frozen=True, slots=True)
class Change:
    """A line that was added, changed or removed, or an answer left out with the reason."""

    what: str
    id: str
    told: str


def adopt(
    database: Database,
    corpus: Corpus,
    rules: Sequence[str],
    places: Places | None = None,
    *,
    days: int = 30,
    write: bool = True,
) -> tuple[Change, ...]:
    """Take over every verdict that counts; what was done, or with `write` off would be.

    Args:
        database: of the records.
        corpus: the articles that the gold cases are about.
        rules: the ids of the safety rules.
        places: the gold set; by default the shipped one.
        days: how long answers are kept; one that is gone sooner was forgotten.
        write: whether to write.

    Raises:
        RecordsError: the records cannot be read.
        GoldError: the gold set without what was adopted cannot be read, or would not be with
            these lines; then nothing is written.
    """
    places = places or Places()
    cases, messages = (read_adopted(path) for path in places.adopted)
    asked = asked_already(corpus, rules, places)
    said = by_answer(Verdicts(database).all_current())
    judged = frozenset(judgement.answer_id for judgement in Verdicts(database).all())
    records = _kept(database, judged)
    kept = frozenset(record.answer_id for record in records)
    gone = forgotten_since((*cases.values(), *messages.values()), judged, kept, days)
    after, why = still_held(cases, messages, asked, corpus, rules, gone)
    left_out = []
    for record in records:
        own = said.get(record.answer_id, ())
        history = _history(database, record)
        (key,) = keys_of((*history, record.question))
        tests = {key, *keys_of((record.read_as,))} & asked.test
        expected = _expected(record, own, corpus, rules, bool(tests))
        name = name_of(record.answer_id)
        if _says_it_still(after[0].get(name, {}), expected, own):
            continue
        if isinstance(expected, Unusable) and own:
            left_out.append(Change("left out", name, expected.reason))
        lines = lines_of(record, expected, own, history)
        for known, taken, line in zip(after, asked.taken, lines, strict=True):
            first = taken.setdefault(key, name) if line else name
            if first != name:
                left_out.append(Change("left out", name, f"{first} asks the same"))
            if line and first == name:
                known[name] = line
            else:
                known.pop(name, None)
    before = (cases, messages)
    if write and after != before:
        write_adopted(dict(zip(places.adopted, after, strict=True)), corpus, rules, places)
    compared = zip(before, after, why, strict=True)
    return (*(c for one in compared for c in _changes(*one, gone)), *left_out)


def _expected(
    record: AnswerRecord,
    said: Sequence[Judgement],
    corpus: Corpus,
    rules: Sequence[str],
    tested: bool,
) -> Expected:
    if tested:
        return Unusable("the test part asks the same")
    expected = expected_of(record, said, corpus)
    if isinstance(expected, MustAlarm):  # a rule may have another name since
        return MustAlarm(tuple(rule for rule in expected.rules if rule in rules))
    return expected


def _says_it_still(held: Line, expected: Expected, said: Sequence[Judgement]) -> bool:
    """Whether an article changed around a marked passage whose words, adopted before, it holds."""
    edited = isinstance(expected, Unusable) and expected.edited
    return edited and bool(held.get("answers")) and signed_by(said).items() <= held.items()


def _changes(
    before: Mapping[str, Line],
    after: Mapping[str, Line],
    why: Reasons,
    gone: Collection[str],
) -> list[Change]:
    """What was added, changed or removed; the words of what was forgotten are not told."""
    found = []
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if new is None and old is not None:
            words = "" if name in gone else told(old)
            reason = ": ".join(filter(None, (words, why.get(name))))
            found.append(Change("removed", name, reason))
        elif new is not None and new != old:
            found.append(Change("changed" if old else "added", name, told(new)))
    return found


def _kept(database: Database, ids: Collection[str]) -> list[AnswerRecord]:
    """The answers of these ids, oldest first, without those that are about to be forgotten."""
    unwanted = read_wishes(wishes_file(database.path))
    found = Answers(database).everything(Filter(among=frozenset(ids)))
    wanted = (record for record in found if record.conversation_id not in unwanted)
    return sorted(wanted, key=lambda record: (record.at, record.answer_id))


def _history(database: Database, record: AnswerRecord) -> tuple[str, ...]:
    """The questions before that of `record`, oldest first, as far as they are kept."""
    if not record.conversation_id:
        return ()
    talk = Answers(database).everything(Filter(conversation=record.conversation_id))
    earlier = sorted((r for r in talk if r.turn < record.turn), key=lambda r: r.turn)
    return tuple(r.question for r in earlier)[-MOST_HISTORY:]
