"""The whole way of a question, with the real encoder and the shipped articles."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.loading import Corpus
from eval.promises import find_faults
from eval.questions import make_questions
from index.lexical import terms
from qa.assistant import Assistant
from qa.choice import SAME
from qa.door import as_json
from qa.errors import SettingsError
from qa.outcome import Abstained, AlertLevel, Answered, Escalated, quotes_of
from qa.settings import Settings, load_settings
from qa.urging import urges

ROOT = Path(__file__).parent.parent


def test_the_question_everybody_asks(assistant: Assistant) -> None:
    outcome = assistant.ask("is worse pain after acupuncture normal?")
    assert isinstance(outcome, Answered)
    first = outcome.quotes[0]
    assert first.document_id == "acupuncture-soreness"
    assert "common" in first.text
    assert "passes" in first.text


@pytest.mark.parametrize(
    ("question", "document", "word"),
    [
        ("how long does a blood patch take", "epidural-blood-patch", "30 minutes"),
        ("can steroid shots raise my sugar", "back-injection-safety", "sugar"),
        ("side effects of naproxen", "back-surgery-pain-medicines", "Heartburn"),
        ("how many people still hurt after back surgery", "pain-after-back-surgery", "10"),
        ("headache worse standing up after spinal tap", "spinal-fluid-leak-headache", "stand"),
        ("how long till my back stops hurting after epidurel", "epidural-back-pain", "6 weeks"),
    ],
)
def test_facts_are_found(assistant: Assistant, question: str, document: str, word: str) -> None:
    quotes = quotes_of(assistant.ask(question))
    assert any(q.document_id == document and word.lower() in q.text.lower() for q in quotes)


@pytest.mark.parametrize(
    "question",
    ["", "   ", "what is the capital of France", "best pizza in town", "qwertz uiop", "😀"],
)
def test_silence(assistant: Assistant, question: str) -> None:
    outcome = assistant.ask(question)
    assert isinstance(outcome, Abstained)
    assert quotes_of(outcome) == ()


def test_help_comes_first_and_nothing_plays_it_down(assistant: Assistant) -> None:
    outcome = assistant.ask("I can't pee since my epidural and my groin is numb")
    assert isinstance(outcome, Escalated)
    assert outcome.alerts[0].rule == "cauda-equina"
    assert all(urges(quote.text) for quote in outcome.quotes)


def test_nothing_is_quoted_under_a_crisis(assistant: Assistant) -> None:
    outcome = assistant.ask("the pain after my back surgery is so bad I want to kill myself")
    assert isinstance(outcome, Escalated)
    assert outcome.alerts[0].level is AlertLevel.CRISIS
    assert outcome.quotes == ()


@pytest.mark.parametrize(
    ("text", "urging"),
    [
        ("Get emergency care at once if you cannot pass urine.", True),
        ("Call your doctor right away if your leg is weak.", True),
        ("See a doctor about bowel or bladder problems: they are a red flag.", True),
        ("Most people need not call a doctor about a numb leg.", False),
        ("Numbness after an epidural usually goes within hours.", False),
        ("Leg weakness is rare, but call your doctor at once.", False),
        ("An epidural numbs the legs.", False),
    ],
)
def test_only_a_call_for_help_stands_under_one(text: str, urging: bool) -> None:
    assert urges(text) is urging


def test_a_follow_up_is_answered_about_its_topic(assistant: Assistant) -> None:
    outcome = assistant.ask("how long does it last?", ("is worse pain after acupuncture normal?",))
    assert outcome.read_as != outcome.question
    assert "acupuncture" in outcome.read_as
    first = quotes_of(outcome)[0]
    assert "acupuncture" in first.text
    assert "48 hours" in first.text or "three days" in first.text


def test_quotes_say_different_things(assistant: Assistant) -> None:
    for question in ("what are the side effects of a back injection", "signs of infection"):
        said = [set(terms(q.text)) for q in quotes_of(assistant.ask(question))]
        for left, right in combinations(said, 2):
            assert len(left & right) < SAME * len(left | right)


def test_every_quote_is_whole_and_byte_for_byte(assistant: Assistant, articles: Corpus) -> None:
    texts = {document.id: document.text for document in articles.documents}
    for question in make_questions(articles, 250, seed=3):
        answer = as_json(assistant.ask(question), line_id=None, seconds=0.0)
        assert find_faults(answer, texts) == []


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=st.text(max_size=120), history=st.lists(st.text(max_size=60), max_size=2))
def test_no_question_breaks_it(
    assistant: Assistant, articles: Corpus, question: str, history: list[str]
) -> None:
    texts = {document.id: document.text for document in articles.documents}
    answer = as_json(assistant.ask(question, tuple(history)), line_id=None, seconds=0.0)
    assert find_faults(answer, texts) == []
    json.dumps(answer)


def test_the_fault_finder_finds_faults(assistant: Assistant, articles: Corpus) -> None:
    texts = {document.id: document.text for document in articles.documents}
    good = as_json(assistant.ask("how long does a blood patch take"), line_id=None, seconds=0.0)
    assert find_faults(good, texts) == []
    (start, end) = good["quotes"][0]["spans"][0]
    text = texts[good["quotes"][0]["document"]]
    for spans in ([[start + 1, end]], [[start, end - 3]], [[start, len(text) + 5]]):
        broken = json.loads(json.dumps(good))
        broken["quotes"][0]["spans"] = spans
        broken["quotes"][0]["text"] = text[spans[0][0] : spans[0][1]]
        assert find_faults(broken, texts)


def test_a_quote_that_no_longer_stands_is_noticed(assistant: Assistant, articles: Corpus) -> None:
    quote = quotes_of(assistant.ask("how long does a blood patch take"))[0]
    document = articles.get(quote.document_id)
    assert quote.stands_in(document)
    assert not quote.stands_in(replace(document, text="x" + document.text))
    assert not quote.stands_in(replace(document, text=document.text[: quote.spans[0][0]]))


def test_the_json_door(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "question": "how long does it take", "history": ["what is a blood patch"]},
        {"id": 2, "question": "I want to die"},
        {"question": "best pizza"},
        {"id": 4},
    ]
    done = subprocess.run(
        [sys.executable, "-m", "qa", "ask", "--json"],
        input="\n".join(map(json.dumps, lines)) + "\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=dict(os.environ),
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["id"] for a in answers] == ["a", 2, None, 4]
    assert [a.get("kind") for a in answers] == ["answered", "escalated", "abstained", None]
    assert set(answers[0]) == {
        "id", "question", "read_as", "kind", "alerts", "quotes", "confidence", "seconds",
    }  # fmt: skip
    assert set(answers[0]["quotes"][0]) == {
        "text", "document", "title", "section", "spans", "score",
    }  # fmt: skip
    assert answers[1]["alerts"] == [{"rule": "self-harm", "level": "crisis"}]
    assert "no `question`" in answers[3]["error"]
    assert done.returncode == 1


def test_settings_come_from_the_environment_and_are_checked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "quoteback.toml"
    file.write_text('country = "UK"\nport = 9000\n')
    monkeypatch.setenv("QUOTEBACK_SETTINGS", str(file))
    monkeypatch.setenv("QUOTEBACK_PORT", "9001")
    assert (load_settings().country, load_settings().port) == ("UK", 9001)
    file.write_text("colour = 1\n")
    with pytest.raises(SettingsError, match="colour"):
        load_settings()
    file.write_text('country = "Mars"\n')
    with pytest.raises(SettingsError, match="country"):
        load_settings()


def test_settings_defaults_are_usable() -> None:
    assert Settings().max_quotes == 3
