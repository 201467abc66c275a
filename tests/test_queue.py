"""The queue and what it says of an answer: known answers on small real databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seeding import candidate_of, fill, quote_of, record, sentence_of

from corpus.loading import Corpus
from corpus.model import Document
from qa.errors import RecordsError, VerdictError
from qa.outcome import AlertLevel
from qa.records.filter import Order
from qa.records.integrity import Standing
from qa.records.judgement import Verdict
from qa.records.stored import Kind, Thumb
from qa.records.tables import records_database
from qa.records.verdicts import Verdicts
from qa.safety.rules import Rule, load_rules
from qa.settings import Settings
from qa.staff.context import Contexts
from qa.staff.judging import MOST_MARKED, MOST_NOTE_CHARACTERS, Mark, Passage, judge, passage_of
from qa.staff.queue import PAGE, Queue
from qa.staff.view import MOST_SEARCHES, Judged, Searches, View, Why

ME, OTHER = "reviewer-1", "reviewer-2"
ANY = View(judged=Judged.ANY)


@pytest.fixture(scope="module")
def documents(articles: Corpus) -> dict[str, Document]:
    return {document.id: document for document in articles.documents}


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    return load_rules()


@pytest.fixture
def kept(tmp_path: Path, documents: dict[str, Document]):
    """One answer for each reason, and one for none; the later in the list, the newer."""
    document, unit = sentence_of(documents)
    good, second = quote_of(document, unit, 0.9), candidate_of(document, unit + 1, 0.1)
    near = candidate_of(document, unit + 1, 0.85)
    stale = replace(good, sha256="0" * 64, text=f"{good.text[:-1]}!")
    best = [candidate_of(document, unit, 0.9), second]
    tied = [candidate_of(document, unit, 0.9), near]
    records = [
        record("fine", quotes=[good], candidates=best, at="2026-11-01T10:00:00Z"),
        record("tie", quotes=[good], candidates=tied, at="2026-11-02T10:00:00Z"),
        record("low", quotes=[good], confidence=0.4, at="2026-11-03T10:00:00Z"),
        record("none", Kind.ABSTAINED, confidence=0.2, at="2026-11-04T10:00:00Z",
               question="Can I fly to the Moon_100%?"),
        record("alarm", Kind.ESCALATED, rules=["cauda-equina"], at="2026-11-05T10:00:00Z"),
        record("stale", quotes=[stale], at="2026-11-06T10:00:00Z"),
        record("down", quotes=[good], thumb=Thumb.DOWN, reason="hard", at="2026-11-07T10:00:00Z"),
    ]  # fmt: skip
    return fill(tmp_path / "records.db", records)


@pytest.fixture
def queue(kept, documents: dict[str, Document]) -> Queue:
    return Queue(kept, documents, Settings(answer_at=0.35))


def ids(queue: Queue, view: View, reviewer: str = ME) -> list[str]:
    return [item.record.answer_id for item in queue.page(view, reviewer).items]


# -- What is listed, in which order, and why -------------------------------------------------------


def test_worst_first_is_the_documented_sum(queue: Queue) -> None:
    # Changed words before all. Then: down 2·(1−.9)+4 = 4.2; help first 2; tie .2+1 = 1.2, low
    # 2·(1−.4) = 1.2 and withheld 1+.2 = 1.2, the newest of the three first; fine .2.
    assert ids(queue, View()) == ["stale", "down", "alarm", "none", "low", "tie", "fine"]


def test_newest_first(queue: Queue) -> None:
    newest = ["down", "stale", "alarm", "none", "low", "tie", "fine"]
    assert ids(queue, View(order=Order.NEWEST)) == newest


def test_why_each_is_there(queue: Queue) -> None:
    whys = {item.record.answer_id: item.whys for item in queue.page(View(), ME).items}
    assert whys == {
        "stale": (Why.CHANGED,),
        "down": (Why.DOWN,),
        "alarm": (Why.ESCALATED,),
        "none": (Why.ABSTAINED,),
        "low": (Why.LOW,),
        "tie": (Why.TIE,),
        "fine": (),
    }


def test_confidence_is_low_below_the_setting_and_fifteen_hundredths(
    kept, documents: dict[str, Document]
) -> None:
    low = View(why=Why.LOW)
    assert ids(Queue(kept, documents, Settings(answer_at=0.24)), low) == []  # .24 + .15 < .4
    assert ids(Queue(kept, documents, Settings(answer_at=0.26)), low) == ["low"]


@pytest.mark.parametrize(
    ("view", "found"),
    [(View(kind=Kind.ABSTAINED), ["none"]), (View(document="acupuncture-soreness"),
      ["stale", "down", "low", "tie", "fine"]), (View(document="epidural-blood-patch"), []),
     (View(since=date(2026, 11, 6)), ["stale", "down"]),
     (View(until=date(2026, 11, 1)), ["fine"]), (View(since=date.max), []),
     (View(since=date.min, until=date.max, why=Why.DOWN), ["down"]), (View(until=date.min), []),
     (View(why=Why.DOWN), ["down"]),
     (View(why=Why.CHANGED), ["stale"]), (View(why=Why.TIE, kind=Kind.ABSTAINED), []),
     (View(verdict=Verdict.RIGHT, judged=Judged.ANY), [])],
)  # fmt: skip
def test_filters(queue: Queue, view: View, found: list[str]) -> None:
    assert ids(queue, view) == found


def test_words_are_searched_for_as_they_stand(queue: Queue) -> None:
    for text, found in [("moon_100%", ["none"]), ("moonx100", []), ("%", ["none"]), ("zebra", [])]:
        assert ids(queue, View(find=queue.searches.keep(text))) == found
    page = queue.page(View(find="no-such-key"), ME)
    assert page.forgotten
    assert page.total == 7


def test_counts_tell_what_is_left(queue: Queue, kept) -> None:
    page = queue.page(View(why=Why.LOW), ME)
    assert (page.total, page.whole, page.left, page.kept) == (1, 7, 7, 7)
    assert page.counts == {why: int(why is not Why.EDITED) for why in Why}
    verdicts = Verdicts(kept)
    given = verdicts.judge("low", OTHER, Verdict.RIGHT)
    page = queue.page(View(), ME)
    assert (page.total, page.left, page.kept) == (6, 6, 7)
    assert page.counts[Why.LOW] == 0
    assert queue.page(View(judged=Judged.NOT_MINE), ME).total == 7
    assert queue.page(View(judged=Judged.NOT_MINE), OTHER).total == 6
    held = queue.page(View(judged=Judged.ANY, verdict=Verdict.RIGHT), ME)
    assert [i.judgements[0].reviewer for i in held.items] == [OTHER]
    verdicts.undo(given.id, OTHER)
    assert queue.page(View(), ME).left == 7


def test_new_and_forgotten_answers_are_noticed(queue: Queue, kept, documents) -> None:
    assert queue.page(View(), ME).kept == 7
    fill(kept.path, [record("later", confidence=0.36)])
    assert "later" in ids(queue, View(why=Why.LOW))
    with kept.write() as connection:
        connection.execute("DELETE FROM answers WHERE answer_id IN ('later', 'low')")
    page = queue.page(View(why=Why.LOW), ME)
    assert (page.items, page.kept) == ((), 6)


def test_pages(tmp_path: Path, documents: dict[str, Document]) -> None:
    many = [record(f"a{n:02}", at=f"2026-11-01T10:{n:02}:00Z") for n in range(PAGE + 3)]
    queue = Queue(fill(tmp_path / "many.db", many), documents, Settings())
    first, second = queue.page(View(), ME), queue.page(View(), ME, PAGE)
    assert [len(first.items), len(second.items)] == [PAGE, 3]
    assert second.items[-1].record.answer_id == "a00"
    assert queue.page(View(), ME, 10_000).start == PAGE
    assert queue.page(View(), ME, -5).start == 0


def test_an_empty_database_has_an_empty_queue(tmp_path: Path, documents) -> None:
    page = Queue(fill(tmp_path / "new.db", []), documents, Settings()).page(View(), ME, 7)
    assert (page.items, page.total, page.kept, page.start) == ((), 0, 0, 0)


# -- The next one ----------------------------------------------------------------------------------


def test_judging_goes_through_a_view_in_its_order(queue: Queue, kept) -> None:
    verdicts, at, seen = Verdicts(kept), "stale", []
    while at:
        seen.append(at)
        verdicts.judge(at, ME, Verdict.RIGHT)
        at = queue.around(View(), ME, at).following
    assert seen == ["stale", "down", "alarm", "none", "low", "tie", "fine"]


def test_the_next_is_below_then_from_the_top_and_never_judged(queue: Queue, kept) -> None:
    Verdicts(kept).judge("low", ME, Verdict.RIGHT)
    around = queue.around(View(), ME, "none")
    assert (around.before, around.following, around.left) == ("alarm", "tie", 5)
    assert queue.around(View(), ME, "fine").following == "stale"
    assert queue.around(View(), ME, "tie").before == "low"  # one goes back to what one judged
    assert queue.around(View(why=Why.LOW), ME, "low").following == ""
    assert queue.around(View(), ME, "forged").following == "stale"


def test_what_others_judged_is_left_out_only_of_the_unjudged(queue: Queue, kept) -> None:
    Verdicts(kept).judge("down", OTHER, Verdict.RIGHT)
    assert queue.around(View(), ME, "stale").following == "alarm"
    assert queue.around(View(judged=Judged.NOT_MINE), ME, "stale").following == "down"
    assert queue.around(ANY, ME, "stale").following == "down"
    assert queue.around(ANY, OTHER, "stale").following == "alarm"


# -- A view as an address --------------------------------------------------------------------------

VIEWS = st.builds(
    View,
    order=st.sampled_from(Order),
    judged=st.sampled_from(Judged),
    why=st.none() | st.sampled_from(Why),
    kind=st.none() | st.sampled_from(Kind),
    document=st.text(max_size=10),
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    find=st.text(max_size=10),
) | st.builds(View, judged=st.just(Judged.ANY), verdict=st.sampled_from(Verdict))


@given(VIEWS)
@settings(deadline=None)  # the machine may be busy
def test_a_view_survives_its_address(view: View) -> None:
    assert View.read(view.fields()) == view


NAMES = ("order", "judged", "why", "kind", "since", "until", "find", "article")


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=12)))
@settings(deadline=None)
def test_any_address_is_some_view(fields: dict[str, str]) -> None:
    assert View.read(View.read(fields).fields()) == View.read(fields)


def test_the_first_view_has_a_bare_address() -> None:
    assert View().fields() == {}


def test_searches_are_kept_in_memory_and_not_for_ever() -> None:
    searches = Searches()
    key = searches.keep(" zebra ")
    assert searches.text(key) == "zebra"
    assert "zebra" not in key
    assert searches.keep("  ") == ""
    assert searches.text("") == ""
    for n in range(MOST_SEARCHES):
        searches.keep(str(n))
    assert searches.text(key) is None


# -- In context ------------------------------------------------------------------------------------


@pytest.fixture
def contexts(kept, documents, rules) -> Contexts:
    return Contexts(kept, documents, rules, Settings(answer_at=0.35))


def test_why_an_answer_was_given(contexts: Contexts) -> None:
    def why(answer_id: str) -> tuple[str, ...]:
        context = contexts.find(answer_id)
        assert context is not None
        return context.why

    assert why("fine") == ("The best candidate reached .90; .35 is needed.",)
    assert why("low")[:2] == (
        "The best candidate reached .40; .35 is needed.",
        "That is close: less than .15 above.",
    )
    assert why("tie")[1:] == (
        "A passage that was not shown scored nearly as well as one that was.",
    )
    assert why("stale")[1:] == ("Quote 1 is no longer in its article, which has changed since.",)


def test_why_an_answer_was_withheld(contexts: Contexts, documents) -> None:
    document, unit = sentence_of(documents)
    some = [candidate_of(document, unit, 0.2)]
    no = record("x", Kind.ABSTAINED, confidence=0.2, candidates=some)
    assert contexts.of(no).why == (
        "The best candidate reached .20; .35 is needed. So nothing was quoted.",
    )
    assert contexts.of(record("x", Kind.ABSTAINED, confidence=0.0)).why == (
        "Nothing in the articles came near, so nothing was quoted.",
    )
    enough = record("x", Kind.ABSTAINED, confidence=0.5, candidates=some)
    assert "which is enough today" in contexts.of(enough).why[0]
    less = record("x", confidence=0.3, candidates=some)
    assert "Today it would not be shown" in contexts.of(less).why[1]


def test_a_decision_is_told_by_the_threshold_of_its_time(contexts: Contexts, documents) -> None:
    document, unit = sentence_of(documents)
    some = [candidate_of(document, unit, 0.4)]

    def why(then: float, confidence: float, kind: Kind) -> tuple[str, ...]:
        given = record("x", kind, confidence=confidence, candidates=some)
        return contexts.of(replace(given, answer_at=then)).why

    assert why(0.2, 0.3, Kind.ANSWERED) == (
        "The best candidate reached .30; .20 was needed.",
        "That is close: less than .15 above.",
        "Today it would not be shown: more is needed now (.35) than was then.",
    )
    assert why(0.2, 0.5, Kind.ANSWERED) == ("The best candidate reached .50; .20 was needed.",)
    assert why(0.6, 0.5, Kind.ABSTAINED) == (
        "The best candidate reached .50; .60 was needed. So nothing was quoted.",
        "Today it would be enough: .35 is needed now.",
    )
    assert why(0.35, 0.2, Kind.ABSTAINED) == (
        "The best candidate reached .20; .35 was needed. So nothing was quoted.",
    )
    assert why(0.2, 0.5, Kind.ABSTAINED) == (
        "The best candidate reached .50; .20 was needed. Its words could not be shown as they "
        "stand.",
    )


def test_a_rule_is_told_in_its_own_words(contexts: Contexts, rules: tuple[Rule, ...]) -> None:
    found = contexts.find("alarm")
    assert found is not None
    rule = next(rule for rule in rules if rule.id == "cauda-equina")
    assert rule.level is AlertLevel.EMERGENCY
    told = f"The rule cauda-equina fired (emergency): {rule.description}"
    assert found.why == (told, "So help came first. No article is quoted beside it.")
    other = contexts.of(record("x", Kind.ESCALATED, rules=["gone-rule"])).why[0]
    assert other == "The rule gone-rule fired, which is no longer one of the rules."


def test_what_was_not_chosen_and_its_score(contexts: Contexts, documents) -> None:
    found = contexts.find("tie")
    assert found is not None
    document, unit = sentence_of(documents)
    other = document.units[unit + 1].spans
    assert [(o.document, o.spans, o.score) for o in found.others] == [(document, other, 0.85)]
    changed = replace(candidate_of(document, unit, 0.3), sha256="0" * 64)
    gone = replace(changed, document_id="gone", spans=())
    others = contexts.of(record("x", candidates=[changed, gone])).others
    assert [other.document for other in others] == [None, None]
    assert [other.title for other in others] == [document.title, "gone"]


def test_earlier_questions_of_the_conversation(tmp_path: Path, documents, rules) -> None:
    talk = [record(f"t{n}", turn=n, conversation="talk") for n in (2, 0, 1)]
    database = fill(tmp_path / "talk.db", [*talk, record("else")])
    found = Contexts(database, documents, rules, Settings()).find("t2")
    assert found is not None
    assert [one.answer_id for one in found.earlier] == ["t0", "t1"]


def test_every_verdict_is_told_and_which_counts(contexts: Contexts, kept) -> None:
    verdicts = Verdicts(kept)
    verdicts.judge("fine", ME, Verdict.RIGHT)
    verdicts.judge("fine", OTHER, Verdict.SHOULD_ABSTAIN, note="too vague")
    last = verdicts.judge("fine", ME, Verdict.WRONG_PASSAGE)
    found = contexts.find("fine")
    assert found is not None
    assert [(t.judgement.reviewer, t.counts) for t in found.told] == [
        (ME, False), (OTHER, True), (ME, True),
    ]  # fmt: skip
    assert found.own(ME) == last
    assert found.own("reviewer-3") is None
    verdicts.undo(last.id, ME)
    again = contexts.find("fine")
    assert again is not None
    assert [t.counts for t in again.told] == [True, True, False, False]


def test_no_such_answer(contexts: Contexts) -> None:
    assert contexts.find("forged") is None


# -- Quotes whose article has changed --------------------------------------------------------------


def test_where_a_quote_stands_now(tmp_path: Path, documents, rules) -> None:
    document, unit = sentence_of(documents)
    quote = quote_of(document, unit)
    edited = replace(document, text="\n\n" + document.text, units=(), sha256="0" * 64)
    after = replace(document, text=f"{document.text}\nOne line more.\n", sha256="1" * 64)
    for today, standing, why in [
        ({document.id: document}, Standing.SAME, ()),
        ({document.id: edited}, Standing.MOVED, (Why.EDITED,)),
        ({document.id: after}, Standing.SAME, (Why.EDITED,)),
        ({}, Standing.GONE, (Why.CHANGED,)),
    ]:
        path = tmp_path / f"{standing.value}-{len(why)}.db"
        database = fill(path, [record("one", quotes=[quote])])
        shown = Contexts(database, today, rules, Settings()).of(record("one", quotes=[quote]))
        assert [one.standing for one in shown.quotes] == [standing]
        for one in shown.quotes:
            assert one.document is None or one.document.slice(one.spans) == quote.text
        (item,) = Queue(database, today, Settings()).page(View(), ME).items
        assert item.whys == why


def test_an_article_that_was_edited_around_the_words_is_a_weak_reason(
    kept, queue: Queue, documents
) -> None:
    document, unit = sentence_of(documents)
    quote = quote_of(document, unit)
    old = replace(quote, sha256="0" * 64)
    lost = replace(old, text=f"{old.text[:-1]}!")
    fill(kept.path, [
        record("edited", quotes=[quote, old]),  # 2·(1−.9) + .6 = .8
        record("doubtful", quotes=[old], confidence=0.36),  # 2·(1−.36) + .6 = 1.88
        record("both", quotes=[old, lost], at="2026-10-01T10:00:00Z"),
    ])  # fmt: skip
    whys = {item.record.answer_id: item.whys for item in queue.page(View(), ME).items}
    assert (whys["edited"], whys["both"]) == ((Why.EDITED,), (Why.CHANGED,))
    assert whys["doubtful"] == (Why.LOW, Why.EDITED)
    assert ids(queue, View()) == [
        "stale", "both", "down", "alarm", "doubtful", "none", "low", "tie", "edited", "fine",
    ]  # fmt: skip
    assert ids(queue, View(why=Why.EDITED)) == ["doubtful", "edited"]


# -- Verdicts --------------------------------------------------------------------------------------


def test_marked_lines_become_spans(documents) -> None:
    document, unit = sentence_of(documents)
    marks = tuple(Mark(document.id, n, document.sha256) for n in (unit + 1, unit))
    passage = passage_of(marks, documents)
    assert (passage.document_id, passage.sha256) == (document.id, document.sha256)
    assert passage.spans[0] == document.units[unit].spans[0]
    assert list(passage.spans) == sorted(passage.spans)
    assert all(a < b <= c for (a, b), (c, _) in zip(passage.spans, passage.spans[1:], strict=False))


@pytest.mark.parametrize("case", ["none", "two", "hash", "number", "negative", "document", "many"])
def test_what_cannot_be_marked_is_refused(documents, case: str) -> None:
    document, unit = sentence_of(documents)
    other = documents["epidural-blood-patch"]
    good = Mark(document.id, unit, document.sha256)
    marks = {
        "none": (),
        "two": (good, Mark(other.id, 0, other.sha256)),
        "hash": (replace(good, sha256="0" * 64),),
        "number": (replace(good, unit=len(document.units)),),
        "negative": (replace(good, unit=-1),),
        "document": (replace(good, document_id="forged"),),
        "many": (good,) * (MOST_MARKED + 1),
    }[case]
    with pytest.raises(VerdictError):
        passage_of(marks, documents)


def test_the_same_verdict_said_a_hundred_times_is_one_row(kept) -> None:
    verdicts = Verdicts(records_database(kept.path, busy_ms=60_000))

    def say(_: int) -> int:
        return judge(verdicts, "fine", ME, Verdict.RIGHT, " note ").id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(say, range(100)))) == 1
    assert len(verdicts.all()) == 1
    judge(verdicts, "fine", ME, Verdict.RIGHT, "another note")
    judge(verdicts, "fine", OTHER, Verdict.RIGHT, "another note")
    judge(verdicts, "fine", ME, Verdict.SHOULD_ANSWER, passage=Passage("d", ((0, 3),)))
    assert len(verdicts.all()) == 4


def test_a_verdict_that_cannot_be_kept(kept) -> None:
    verdicts = Verdicts(kept)
    with pytest.raises(VerdictError, match="2,001"):
        judge(verdicts, "fine", ME, Verdict.RIGHT, "x" * (MOST_NOTE_CHARACTERS + 1))
    with pytest.raises(RecordsError):
        judge(verdicts, "forged", ME, Verdict.RIGHT)
    assert verdicts.all() == ()
