"""What the page writes: quotes, marks, links, words; none of it can become markup by accident."""

import re
import sqlite3
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpus.loading import Corpus, build_document, load_document
from corpus.model import Document, UnitKind
from corpus.readability import measure
from corpus.readers import RawText
from qa.conversation import ReadQuestion
from qa.outcome import Abstained, Alert, AlertLevel, Answered, Escalated, Outcome, Quote
from qa.pages import words
from qa.pages.answer import answer_markdown, quote_markdown
from qa.pages.article import article_html
from qa.pages.chat import Chat
from qa.pages.chips import next_questions
from qa.pages.escaping import html, markdown, markdown_lines
from qa.pages.facts import facts_html
from qa.pages.layout import blocks_of, pieces_of
from qa.pages.limits import RateLimit
from qa.pages.links import quote_link, read_spans, spans_text
from qa.pages.plain import policy, source_page
from qa.pages.talk import Conversation
from qa.records.recorder import Keeping, Recorder
from qa.records.stored import Thumb
from qa.safety.reader import Safety
from qa.settings import Settings

GFM = MarkdownIt("gfm-like", {"html": True, "linkify": False}).enable(["table"])
NASTY = (
    "# Tea <script>alert(1)</script>\n\n## Is [tea](javascript:alert(1)) `hot`?\n\n"
    "Tea <b>is</b> [hot](javascript:alert(1)) & `strong` | *good* at https://evil.example now.\n\n"
    "Keep tea:\n\n- <img src=x onerror=alert(1)> Cold.\n- In [a] ~~tin~~ box.\n\n"
    "| Tea | Minutes <i> |\n|---|---|\n| Bl*a*ck | 4 \\| 5 |\n"
)


class Marks(HTMLParser):
    """The text of a page, and of the marks in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.marked, self.everything, self.tags, self._depth = "", "", [], 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))
        self._depth += tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.everything += data
        if self._depth:
            self.marked += data


def nasty() -> Document:
    return build_document(RawText(NASTY, markdown=True), {}, "nasty")


def quote_of(document: Document, number: int) -> Quote:
    unit = document.units[number]
    path = document.sections[unit.section].heading_path
    text = document.slice(unit.spans)
    return Quote(document.id, document.title, path, unit.spans, text, 0.9)


def letters(text: str) -> str:
    """Without what shows a list or a table: space, bars and the markers before items."""
    text = re.sub(r"^[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]+", "", text, flags=re.MULTILINE)
    return re.sub(r"[\s|]", "", text)


# -- Marks ---------------------------------------------------------------------------------------


@given(st.data())
def test_marks_hold_the_quote_and_nothing_else(articles: Corpus, data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(articles.documents))
    unit = data.draw(st.sampled_from(document.units))
    page = Marks(article_html(document, unit.spans))
    assert letters(page.marked) == letters(document.slice(unit.spans))
    assert sum(a.get("id") == "quote" for t, a in page.tags if t == "mark") == 1


@given(st.data())
def test_any_span_marks_exactly_its_characters(articles: Corpus, data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(articles.documents))
    block = data.draw(st.sampled_from([b for b in blocks_of(document) if b.header is None]))
    start = data.draw(st.integers(block.start, block.end - 1))
    end = data.draw(st.integers(start + 1, block.end))
    page = Marks(article_html(document, [(start, end)]))
    if document.text[start:end].strip():
        assert page.marked == document.text[start:end]


def test_the_whole_article_is_shown(articles: Corpus) -> None:
    for document in articles.documents:
        shown = letters(Marks(article_html(document)).everything)
        for unit in document.units:
            for start, end in unit.spans:
                assert letters(document.text[start:end]) in shown


def test_headings_skip_no_level(articles: Corpus) -> None:
    for document in articles.documents:
        levels = [int(t[1]) for t, _ in Marks(article_html(document, top=3)).tags if t[0] == "h"]
        assert levels[0] == 3
        assert all(b - a <= 1 for a, b in pairwise(levels))


def test_plain_text_is_laid_out_as_it_was_read(folder: Path) -> None:
    document = load_document(folder / "coffee.txt")
    assert "<h2>How strong is it?</h2>" in article_html(document)


# -- Nothing becomes markup ----------------------------------------------------------------------


def test_an_article_cannot_write_html() -> None:
    document = nasty()
    page = Marks(source_page(document, document.units[0].spans, (), stale=False))
    assert not {"script", "img", "b", "i"} & {tag for tag, _ in page.tags}
    links = [a["href"] for tag, a in page.tags if tag == "a"]
    assert links == ["/", "/"]
    assert "[hot](javascript:alert(1)) & `strong`" in page.everything


@pytest.mark.parametrize("kind", list(UnitKind))
def test_a_quote_in_the_chat_reads_as_it_stands(kind: UnitKind) -> None:
    document = nasty()
    for number, unit in enumerate(document.units):
        if unit.kind is not kind:
            continue
        quote = quote_of(document, number)
        shown = Marks(GFM.render(quote_markdown(quote, document)))
        assert not {"script", "img", "b", "i", "a", "code", "em", "s"} & {t for t, _ in shown.tags}
        assert letters(shown.everything).replace("\\", "") == letters(quote.text).replace("\\", "")
        assert ("table" in dict(shown.tags)) == (kind is UnitKind.ROW)


@given(st.data())
def test_every_unit_reads_the_same_in_the_chat(articles: Corpus, data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(articles.documents))
    number = data.draw(st.integers(0, len(document.units) - 1))
    quote = quote_of(document, number)
    shown = Marks(GFM.render(quote_markdown(quote, document)))
    assert letters(shown.everything) == letters(quote.text)
    wanted = {UnitKind.ROW: "table", UnitKind.LIST: "li", UnitKind.ITEM: "li"}
    tag = wanted.get(document.units[number].kind, "blockquote")
    assert tag in dict(shown.tags)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])))
def test_any_text_survives_markdown(text: str) -> None:
    shown = Marks(GFM.render(markdown(text) or "x"))
    assert {tag for tag, _ in shown.tags} <= {"p"}
    assert shown.everything.strip() == (" ".join(text.split()) or "x")


@pytest.mark.parametrize(
    "text",
    ["www.evil.example", "https://evil.example/a", "a@b.co", "- x", "1. x", "# x", "> x", "+ x",
     "= x", "---", "$$x$$", "&lt;", "**a** _b_", "[x](javascript:alert(1))", "a | b"],
)  # fmt: skip
def test_known_tricks_stay_text(text: str) -> None:
    # Links that Markdown makes by itself are tried in the browser: tests/browser/test_page.py.
    assert not re.search(r"(?<!\\)://|www\.|(?<!\\)@", markdown(text))
    shown = Marks(GFM.render(markdown(text)))
    assert (shown.everything.strip(), {t for t, _ in shown.tags}) == (text, {"p"})


def test_line_breaks_of_a_patient_are_kept() -> None:
    assert GFM.render(markdown_lines("my back\n\n- hurts")).count("<br") == 1


def test_html_escapes_quotes() -> None:
    assert unescape(html("\"'<&>")) == "\"'<&>"
    assert not set("\"'<>") & set(html("\"'<&>"))


# -- Links ---------------------------------------------------------------------------------------


def test_a_link_finds_its_words_again() -> None:
    document = nasty()
    quote = quote_of(document, 0)
    query = dict(p.split("=") for p in quote_link(quote).split("?")[1].split("#")[0].split("&"))
    assert read_spans(document, query["quote"], query["check"]) == quote.spans


@pytest.mark.parametrize(
    "value",
    ["", "x", "1", "5-3", "4-4", "0-999999", "-1-5", "1-2,", "1-2;3-4", "1-2 ", "١-٢", "1e3-2e3",
     "9" * 40 + "-1", ",".join(["1-2"] * 99)],
)  # fmt: skip
def test_spans_that_cannot_be(value: str) -> None:
    assert read_spans(nasty(), value) is None


def test_other_words_at_the_same_place_are_stale() -> None:
    document = nasty()
    spans = document.units[0].spans
    assert read_spans(document, spans_text(spans), "00000000") is None


# -- Answers -------------------------------------------------------------------------------------


def shown(outcome: Outcome, *documents: Document) -> str:
    return answer_markdown(outcome, {d.id: d for d in documents}.get, "UK")


def test_a_quote_that_no_longer_stands_is_dropped() -> None:
    document = nasty()
    good, lost = quote_of(document, 0), quote_of(document, 1)
    lost = Quote(lost.document_id, lost.title, lost.section, lost.spans, "Tea is cold.", 0.8)
    text = shown(Answered("q", "q", (good, lost), 0.9), document)
    assert "\\[1\\]" in text
    assert "\\[2\\]" not in text
    assert words.NO_ANSWER in shown(Answered("q", "q", (lost,), 0.9), document)


def test_a_changed_reading_is_said() -> None:
    outcome = Abstained("tea?", "tea? (about *black* tea)", (), 0.0)
    assert "I read this as: “tea? (about \\*black\\* tea)”" in shown(outcome)
    assert "I read this as" not in shown(Abstained("Tea  hot?", "tea hot?", (), 0.0))


def test_an_abstention_links_to_the_nearest() -> None:
    text = shown(Abstained("q", "q", (nasty(),), 0.1))
    assert "](/source/nasty)" in text
    assert "<script>" not in GFM.render(text)


def test_a_dose_question_is_referred_before_the_quotes() -> None:
    document = nasty()
    alert = Alert("dose", AlertLevel.DOSE, say="Ask your *doctor* first.")
    text = shown(Answered("q", "q", (quote_of(document, 0),), 0.9, (alert,)), document)
    assert text.startswith("**Ask your \\*doctor\\* first.**")
    assert shown(Abstained("q", "q", (), 0.1, (alert,))).startswith("**Ask your")


def test_chips_are_near_and_new(articles: Corpus) -> None:
    document = articles.get("acupuncture-soreness")
    quote = quote_of(document, 0)
    chips = next_questions(quote, document, (quote,), ("what is ACUPUNCTURE",))
    assert chips == (
        "Is acupuncture safe?",
        "What does normal soreness after acupuncture feel like?",
        "Is it normal to feel tired after acupuncture?",
    )


def test_facts_say_what_is_not_stated(articles: Corpus) -> None:
    facts = facts_html(articles.get("acupuncture-soreness"))
    assert "author, publisher and date not stated" in facts
    assert words.REVIEW_NONE in facts
    assert words.NOT_CHECKED in facts_html(nasty())


# -- The conversation ----------------------------------------------------------------------------


class NoDanger:
    """Hears none; the shipped rules are loaded only where a test is about them."""

    def read(self, message: str, history: tuple[str, ...]) -> tuple[Alert, ...]:
        return ()


@cache
def shipped_rules() -> Safety:
    return Safety.load()


@dataclass
class FakeAssistant:
    """Answers as it is told and remembers what it was asked."""

    answer: Outcome | Exception
    documents: tuple[Document, ...] = ()
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    safety: Safety | NoDanger = field(default_factory=NoDanger)

    @property
    def index(self) -> "FakeAssistant":
        return self

    @property
    def corpus(self) -> "FakeAssistant":
        return self

    @property
    def manifest(self) -> SimpleNamespace:
        return SimpleNamespace(created="2026-11-20T10:00:00+00:00")

    def consider(self, question: str, history: tuple[str, ...]) -> tuple[ReadQuestion, list]:
        self.asked.append((question, history))
        if isinstance(self.answer, Exception):
            raise self.answer
        return ReadQuestion(question, question), []

    def needed(self, _: object) -> float:
        return 0.35

    def conclude(self, *_: object) -> Outcome:
        assert not isinstance(self.answer, Exception)
        return self.answer


def chat_with(
    tmp_path: Path, answer: Outcome | Exception, **settings: object
) -> tuple[Chat, FakeAssistant]:
    fake = FakeAssistant(answer, (nasty(),))
    chosen = Settings(**settings)
    recorder = Recorder(
        tmp_path / "quoteback.db", keeping=Keeping(chosen.records), reasons=words.REASONS
    )
    return Chat(fake, chosen, recorder), fake  # type: ignore[arg-type]  # a fake stands in


NOTHING = Abstained("q", "q", (), 0.0)


def test_history_is_the_servers_own(tmp_path: Path) -> None:
    chat, fake = chat_with(tmp_path, NOTHING)
    talk = Conversation()
    for number in range(8):
        fake.answer = Abstained(str(number), str(number), (), 0.0)
        talk = chat.ask(str(number), talk, "me").conversation
    assert fake.asked[-1] == ("7", ("1", "2", "3", "4", "5", "6"))


def test_nothing_is_lost_when_a_question_is_too_long(tmp_path: Path) -> None:
    chat, fake = chat_with(tmp_path, NOTHING)
    asked = chat.ask("x" * 2001, Conversation(), "me")
    assert asked.keep_text
    assert "2,001" in asked.notice
    assert fake.asked == []


def test_danger_is_heard_in_a_message_of_any_length(tmp_path: Path) -> None:
    chat, fake = chat_with(tmp_path, NOTHING)
    fake.safety = shipped_rules()
    asked = chat.ask("well " * 3000 + "I want to kill myself", Conversation(), "me")
    assert words.CRISIS_TITLE in asked.conversation.turns[-1].answer


def test_danger_is_heard_past_the_rate_limit(tmp_path: Path) -> None:
    chat, fake = chat_with(tmp_path, NOTHING, questions_per_minute=1)
    fake.safety = shipped_rules()
    chat.ask("tea?", Conversation(), "me")
    assert chat.ask("tea?", Conversation(), "me").notice == words.TOO_MANY
    assert chat.ask("tea?", Conversation(), "somebody else").notice == ""
    asked = chat.ask("I want to kill myself", Conversation(), "me")
    assert words.CRISIS_TITLE in asked.conversation.turns[-1].answer


def test_trouble_is_plain_and_the_log_holds_no_question(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chat, _ = chat_with(tmp_path, ValueError("my secret question"))
    asked = chat.ask("my secret question", Conversation(), "me")
    assert (asked.notice, asked.keep_text) == (words.TROUBLE, True)
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


def test_danger_is_met_even_where_no_answer_can_be_found(tmp_path: Path) -> None:
    chat, fake = chat_with(tmp_path, ValueError("broken"))
    fake.safety = shipped_rules()
    asked = chat.ask("I want to kill myself", Conversation(), "me")
    assert words.CRISIS_TITLE in asked.conversation.turns[-1].answer


def test_no_vote_on_help(tmp_path: Path) -> None:
    alert = Alert("self-harm", AlertLevel.CRISIS)
    chat, _ = chat_with(tmp_path, Escalated("q", "q", (alert,), (), 0.0))
    assert chat.ask("q", Conversation(), "me").conversation.answer_id == ""


def test_rate_limit_forgets_after_a_minute() -> None:
    now = [0.0]
    limit = RateLimit(2, clock=lambda: now[0])
    assert [limit.allows("1.2.3.4") for _ in range(3)] == [True, True, False]
    assert limit.allows("2001:db8::1")
    assert limit.allows("2001:db8::2")
    assert not limit.allows("2001:db8::3")  # one home has the whole /64
    now[0] = 60.0
    assert limit.allows("1.2.3.4")


# -- What is kept --------------------------------------------------------------------------------


def rows(path: Path, query: str) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_one_vote_an_answer_and_the_second_counts(tmp_path: Path) -> None:
    document = nasty()
    quote = quote_of(document, 0)
    chat, _ = chat_with(tmp_path, Answered("my back", "my back", (quote,), 0.9))
    talk = chat.ask("my back", Conversation(), "me").conversation
    assert chat.vote(talk, Thumb.UP, "", "me") == words.THANKS
    assert chat.vote(talk, Thumb.DOWN, "hard", "me") == words.THANKS
    query = "SELECT thumb, reason, kind, quotes FROM answers JOIN evidence USING (number)"
    ((thumb, reason, kind, quotes),) = rows(tmp_path / "quoteback.db", query)
    assert (thumb, reason, kind) == ("down", "hard", "answered")
    assert document.sha256 in quotes


def test_a_vote_needs_the_conversation_that_it_is_about(tmp_path: Path) -> None:
    chat, _ = chat_with(tmp_path, NOTHING)
    talk = chat.ask("q", Conversation(), "me").conversation
    for forged in (
        replace(talk, answer_id="made-up"),
        replace(talk, id="made-up"),
        replace(talk, id=""),
        Conversation(),
    ):
        assert chat.vote(forged, Thumb.UP, "", "me") == words.NOT_SAVED
    assert chat.vote(talk, Thumb.DOWN, "anything I like", "me") == words.NOT_SAVED
    assert chat.vote(talk, Thumb.DOWN, "", "me") == words.THANKS


def test_what_is_kept_is_what_was_shown(tmp_path: Path) -> None:
    document = nasty()
    good = quote_of(document, 0)
    lost = replace(quote_of(document, 1), text="Tea is cold.")
    alert = Alert("self-harm", AlertLevel.CRISIS)
    chat, fake = chat_with(tmp_path, Answered("a", "a", (good, lost), 0.9))
    talk = chat.ask("a", Conversation(), "me").conversation
    for outcome in (
        Answered("b", "b", (lost,), 0.9),
        Escalated("c", "c", (alert,), (good,), 0.9),
        NOTHING,
    ):
        fake.answer = outcome
        talk = chat.ask("next", talk, "me").conversation
    assert chat._recorder.flush(10)
    query = (
        "SELECT turn, kind, rules, json_array_length(quotes), conversation_id "
        "FROM answers JOIN evidence USING (number) ORDER BY turn"
    )
    assert rows(tmp_path / "quoteback.db", query) == [
        (1, "answered", "[]", 1, talk.id),
        (2, "abstained", "[]", 0, talk.id),
        (3, "escalated", '["self-harm"]', 0, talk.id),
        (4, "abstained", "[]", 0, talk.id),
    ]


def test_forgetting_covers_what_was_started_again(tmp_path: Path) -> None:
    chat, _ = chat_with(tmp_path, Abstained("my zebra hurts", "my zebra hurts", (), 0.0))
    first = chat.ask("my zebra hurts", Conversation(), "me").conversation
    second = chat.ask("my zebra hurts", first.again(), "me").conversation
    assert second.earlier == (first.id,)
    assert chat._recorder.flush(10)
    assert b"zebra" in everything_below(tmp_path)
    after, said = chat.forget(second, "me")
    assert (after, said) == (Conversation(), words.FORGOTTEN)
    assert b"zebra" not in everything_below(tmp_path)


def test_a_conversation_that_nobody_knows_any_more_is_not_called_gone(tmp_path: Path) -> None:
    chat, _ = chat_with(tmp_path, NOTHING)
    assert chat.forget(Conversation(), "me")[1] == words.FORGET_UNKNOWN.format(days=30)


@pytest.mark.parametrize("records", ["counts", "off"])
def test_no_word_is_kept_where_none_should_be(tmp_path: Path, records: str) -> None:
    chat, _ = chat_with(tmp_path, Abstained("my zebra", "my zebra", (), 0.0), records=records)
    talk = chat.ask("my zebra", Conversation(), "me").conversation
    saved = chat.vote(talk, Thumb.UP, "", "me")
    assert chat._recorder.close()
    assert b"zebra" not in everything_below(tmp_path)
    assert not chat.can_forget
    assert bool(talk.answer_id) == (records == "counts")  # the vote buttons
    assert saved == (words.THANKS if records == "counts" else words.NOT_SAVED)
    assert (tmp_path / "quoteback.db").exists() == (records == "counts")


def everything_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_line_about_records_is_true_of_the_setting(tmp_path: Path) -> None:
    lines = {}
    for records in ("redacted", "counts", "off"):
        chat, _ = chat_with(tmp_path / records, NOTHING, records=records, records_days=7)
        lines[records] = chat.kept_line()
    assert "for 7 days" in lines["redacted"].lower()
    assert "count" in lines["counts"]
    assert lines["off"] == "We do not keep what you write."


# -- Words ---------------------------------------------------------------------------------------


def fixed_words() -> list[str]:
    found: list[str] = []
    for name, value in vars(words).items():
        if name.isupper():
            values = value.values() if isinstance(value, dict) else value
            found += [value] if isinstance(value, str) else list(values)
    plain = (re.sub(r"<[^>]+>|[*]|\{\w+\}", "", unescape(text)) for text in found)
    return [s for text in plain for s in re.split(r"(?<=[.?!:])\s+", text) if s.strip()]


def test_the_words_can_be_read_in_grade_six() -> None:
    sentences = fixed_words()
    assert len(sentences) > 80
    assert measure(sentences).grade <= 6
    hard = [s for s in sentences if len(s.split()) >= 10 and measure([s]).grade > 9]
    assert hard == []


def test_six_examples_cover_the_topics() -> None:
    text = " ".join(words.EXAMPLES).lower()
    assert len(words.EXAMPLES) == 6
    topics = ("acupuncture", "epidural", "blood patch", "injection", "surgery", "medicines")
    assert [topic for topic in topics if topic not in text] == []


def test_examples_are_answered(assistant) -> None:
    kinds = {q: type(assistant.ask(q)).__name__ for q in words.EXAMPLES}
    assert set(kinds.values()) == {"Answered"}, kinds


def test_source_pages_allow_no_script() -> None:
    assert "script" not in policy()
    assert "default-src 'none'" in policy()


def test_pieces_cover_the_quote(articles: Corpus) -> None:
    for document in articles.documents:
        for unit in document.units:
            covered = "".join(
                document.text[p.start : p.end] for p in pieces_of(document, unit.spans)
            )
            assert letters(covered) == letters(document.slice(unit.spans))
