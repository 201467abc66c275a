"""The staff pages as a nurse meets them: signing in, judging by keyboard alone, signing out."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error
from reporting import FILES
from seeding import TITLED, candidate_of, fill, quote_of, record, sentence_of
from serving import served

from app import build_app
from corpus.loading import ARTICLES, load_document
from index.hashing import HashingEncoder
from index.home import open_index
from qa.assistant import Assistant
from qa.pages.staff import judging_words as words
from qa.pages.staff.state import Staff
from qa.records.judgement import Verdict
from qa.records.stored import Kind, Thumb
from qa.records.tables import records_file
from qa.records.verdicts import Verdicts
from qa.settings import Settings
from qa.staff.signatures import MOST_CHARACTERS, Signatures
from qa.staff.tables import staff_database, staff_file

pytestmark = pytest.mark.browser

NAME, GOOD = "reviewer-1", "correct horse battery"
COUNT = 20
NASTY = (
    "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\"> \u202eabc"
)

STACKED = "W\u0335\u0321\u0353" * 500
WIDE = [NASTY, "x" * 2000, STACKED, "\u0627" * 1900, "a\n" * 900]


def nasty_articles(folder: Path) -> Path:
    """A few articles whose every part is too wide, or tries to be more than text."""
    home = folder / "articles"
    home.mkdir()
    shutil.copy(ARTICLES / f"{TITLED}.md", home)
    for number, bad in enumerate((NASTY, "x" * 2000, STACKED, "\u0627" * 1900)):
        fields = {"title": bad, "sources": [{"title": bad, "author": bad}], "clinical_review": bad}
        (home / f"bad-{number}.md").write_text(
            f"---\n{json.dumps(fields)}\n---\n\n## Why {bad}?\n\nIt is {bad} so.\n\n"
            f"It is for:\n\n- {bad} item\n\n| Tea | Minutes |\n|---|---|\n| {bad} | 4 |\n"
        )
    return home


@pytest.fixture
def house(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The whole server, with twenty answers and a new member of staff.

    Over the shipped articles, or where a test asks for it over nasty ones.
    """
    home = nasty_articles(tmp_path) if getattr(request, "param", "") == "nasty" else ARTICLES
    assistant = Assistant(open_index(home, HashingEncoder()), Settings())
    monkeypatch.setenv("QUOTEBACK_VAR", str(tmp_path))
    documents = {d.id: d for d in assistant.index.corpus.documents}
    document, unit = sentence_of(documents)
    other = candidate_of(document, unit + 1, 0.2)
    kinds = (Kind.ANSWERED, Kind.ABSTAINED, Kind.ESCALATED)
    records = [
        record(
            f"answer-{n:02}",
            kinds[n % 3],
            question=f"Question {n}: is worse pain after acupuncture normal?",
            quotes=[quote_of(document, unit)] if n % 3 == 0 else [],
            candidates=[candidate_of(document, unit, 0.9), other] if n % 3 == 0 else [other],
            rules=["cauda-equina"] if n % 3 == 2 else [],
            confidence=0.9 if n % 3 == 0 else 0.2,
            at=f"2026-11-20T10:{n:02}:00Z",
            thumb=Thumb.DOWN if n == 6 else None,
        )
        for n in range(COUNT)
    ]
    fill(records_file(), records)
    Staff.open(staff_file(), Settings()).accounts.add(NAME, GOOD)
    with served(build_app(assistant, Settings())) as address:
        yield address


@pytest.fixture
def open_page(browser, house: str):
    """A page of the staff's server; afterwards nothing may have failed or come from elsewhere."""
    problems: list[str] = []
    contexts = []

    def opened(path: str = "/staff", width: int = 1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.on("request", lambda r: None if r.url.startswith(house) else problems.append(r.url))
        page.goto(house + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


class Keys:
    """Presses keys, and counts them."""

    def __init__(self, page) -> None:
        self.page = page
        self.count = 0

    def __call__(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1


def until(page, expression: str) -> None:
    """Waits; the browser's own waiting needs `eval`, which the pages' policy forbids."""
    for _ in range(300):
        with suppress(Error):  # the page is just being changed
            if page.evaluate(expression):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {expression}")


def sign_in(page) -> None:
    """By keyboard: the name's field has the focus."""
    until(page, "document.activeElement.id === 'name'")
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.keyboard.type(GOOD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/staff$"))


def answer_in(page) -> str:
    found = re.search(r"/staff/answer/([\w-]+)", page.url)
    return found[1] if found else ""


def settle(page) -> None:
    """Until the page listens to keys."""
    page.wait_for_load_state()
    page.wait_for_selector("html.scripted")


def wait_for_another(page, before: str) -> None:
    until(page, f"!location.pathname.endsWith({before!r})")
    settle(page)


def kept() -> Verdicts:
    from qa.records.tables import records_database

    return Verdicts(records_database(records_file()))


def go_to(page, key: str, wanted: str) -> None:
    """By one key, pressed until what has the focus is `wanted` and can be seen to have it."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate(f"({wanted})(document.activeElement)"):
            style = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(style) == "solid"
            return
    raise AssertionError(f"{key} never came to {wanted}")


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_new_member_of_staff_judges_twenty_answers_with_the_keyboard(open_page) -> None:
    page = open_page()
    sign_in(page)
    assert page.get_by_text(words.LEFT.format(left=COUNT, kept=COUNT)).is_visible()
    keys = Keys(page)
    keys("Enter")  # judge the first
    page.wait_for_url(re.compile("/staff/answer/"))
    seen: list[str] = []
    for number in range(COUNT):
        at = answer_in(page)
        assert at not in seen
        seen.append(at)
        key = str(number % 7 + 1)
        keys(key)
        if key == "6":  # mark the nearest line, which has the focus, and save
            page.wait_for_selector("form.marking")
            until(page, "document.activeElement.type === 'checkbox'")
            keys("Space", "Enter")
            page.wait_for_url(re.compile(r"done="))
            settle(page)
        else:
            wait_for_another(page, f"/answer/{at}")
        page.wait_for_selector(".saved")
    assert page.get_by_text(words.VIEW_DONE).is_visible()
    assert keys.count < 4 * COUNT
    assert len(seen) == COUNT
    verdicts = list(Verdict)
    current = {j.answer_id: j for j in kept().all_current()}
    assert [current[one].verdict for one in seen] == [verdicts[n % 7] for n in range(COUNT)]
    assert all(j.reviewer == NAME for j in current.values())
    assert all(j.spans for j in current.values() if j.verdict is Verdict.SHOULD_ANSWER)

    keys("u")  # the last one, taken back
    page.wait_for_url(re.compile("undone=1"))
    assert answer_in(page) == seen[-1]
    assert kept().current(seen[-1]) == ()
    keys("1")
    page.wait_for_url(re.compile("end=1"))
    assert [j.verdict for j in kept().current(seen[-1])] == [Verdict.RIGHT]
    assert keys.count < 4 * COUNT

    settle(page)
    go_to(page, "Tab", "e => e.textContent === 'Export'")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/staff/export"))
    settle(page)
    for file in FILES:
        go_to(page, "Tab", f"e => e.getAttribute('href') === {file!r}")
        with page.expect_download() as waiting:
            page.keyboard.press("Enter")
        text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
        assert all(one in text for one in seen), file

    go_to(page, "Shift+Tab", "e => e.textContent === 'Sign out'")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/staff/login"))
    page.goto(re.sub(r"/staff.*", "/staff", page.url))
    assert "/staff/login" in page.url


def test_keys_do_nothing_while_one_types_or_holds_another_key(open_page) -> None:
    page = open_page()
    sign_in(page)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/staff/answer/"))
    before = page.url
    for held in ("Control", "Alt", "Meta"):
        page.locator("body").press(f"{held}+3")
    page.keyboard.press("n")
    page.keyboard.type("1 2 3 just u")
    page.keyboard.press("Enter")
    page.keyboard.type("q?")
    assert page.locator("#note").input_value() == "1 2 3 just u\nq?"
    assert page.url == before
    assert kept().all() == ()
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    wait_for_another(page, answer_in(page))
    page.wait_for_url(re.compile("done="))
    assert [j.note for j in kept().all()] == ["1 2 3 just u\nq?"]


def test_help_lists_the_keys_and_can_turn_them_off(open_page) -> None:
    page = open_page()
    sign_in(page)
    page.keyboard.press("?")
    dialog = page.locator("#keys")
    assert dialog.is_visible()
    for text in words.VERDICTS.values():
        assert dialog.get_by_text(text, exact=True).is_visible()
    page.keyboard.press("1")
    page.keyboard.press("?")
    assert not dialog.is_visible()
    page.keyboard.press("?")
    page.get_by_label(words.KEYS_ON).press("Space")
    page.keyboard.press("Escape")
    page.locator("a[data-row]").nth(0).press("Enter")
    page.wait_for_url(re.compile("/staff/answer/"))
    page.keyboard.press("1")
    page.keyboard.press("j")
    page.wait_for_timeout(200)
    assert kept().all() == ()


def test_the_queue_by_keyboard_has_a_visible_focus(open_page) -> None:
    page = open_page()
    sign_in(page)
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    rows = page.locator("a[data-row]")
    assert rows.nth(1).evaluate("e => e === document.activeElement")
    width = rows.nth(1).evaluate("e => getComputedStyle(e.closest('li')).outlineWidth")
    assert width == "3px"
    there = rows.nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(str(there))))
    page.keyboard.press("j")
    wait_for_another(page, str(there))
    page.keyboard.press("k")
    page.wait_for_url(re.compile(re.escape(str(there))))
    settle(page)
    page.keyboard.press("q")
    page.wait_for_url(re.compile(r"/staff$"))


def test_without_script_everything_works(open_page) -> None:
    page = open_page(java_script_enabled=False)
    page.fill("#name", NAME)
    page.fill("#password", GOOD)
    page.click("main button")
    page.click("a.button")
    at = answer_in(page)
    page.click("button[value=right]")
    page.wait_for_selector(".saved", timeout=5000)
    page.click(".saved button")
    assert answer_in(page) == at
    page.click("button[value=should_answer]")
    page.check("form.marking input[type=checkbox] >> nth=0")
    page.click("form.marking button >> nth=0")
    assert [j.verdict for j in kept().current(at)] == [Verdict.SHOULD_ANSWER]


@pytest.mark.parametrize("width", [360, 1280])
def test_nasty_texts_run_nothing_and_fit(open_page, width: int) -> None:
    records = [
        record(f"nasty-{n}", Kind.ABSTAINED, question=text, thumb=Thumb.DOWN)
        for n, text in enumerate(WIDE)
    ]
    fill(records_file(), records)
    page = open_page(width=width)
    sign_in(page)
    assert fits(page)
    for number in range(len(WIDE)):
        page.goto(re.sub(r"/staff.*", f"/staff/answer/nasty-{number}", page.url))
        assert fits(page), number
        assert page.title().startswith(words.ANSWER)
        buttons = page.locator("button[name=verdict]")
        assert buttons.count() == 8
        page.keyboard.press("6")
        page.wait_for_selector("form.marking")
        page.wait_for_load_state()  # before its style is there, a page may be as wide as it likes
        assert fits(page), number
    page.goto(re.sub(r"/staff.*", "/staff/try", page.url))
    page.fill("#question", NASTY + "x" * 1500)
    page.click("form.try > button")
    page.wait_for_selector(".tried")
    page.wait_for_load_state()
    assert fits(page)
    assert page.title().startswith(words.TRY)


@pytest.mark.parametrize("house", ["nasty"], indirect=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_nasty_articles_and_gaps_run_nothing_and_fit(open_page, width: int) -> None:
    asked = [
        record(f"nasty-{n}", Kind.ABSTAINED, question=text, read_as=WIDE[n - 1])
        for n, text in enumerate(WIDE)
    ]
    talk = [record("last", Kind.ABSTAINED, conversation="talk", turn=9)]
    talk += [
        record(f"said-{n}", Kind.ABSTAINED, question=text, conversation="talk", turn=n)
        for n, text in enumerate(WIDE)
    ]
    fill(records_file(), [*asked, *talk])
    verdicts = kept()
    for name in ("a" * 40, "b" * 40):
        verdicts.judge("last", name, Verdict.RIGHT)
    signatures = Signatures(staff_database(staff_file()))
    document, wide = load_document(ARTICLES / f"{TITLED}.md"), "N" * MOST_CHARACTERS
    signatures.sign(document, document.sha256, NAME, wide, wide)
    page = open_page(width=width)
    sign_in(page)
    paths = ["articles", "gaps", "numbers", "export", "answer/last", f"articles/{TITLED}"]
    paths += [f"articles/bad-{number}" for number in range(4)]
    for path in paths:
        page.goto(re.sub(r"/staff.*", f"/staff/{path}", page.url))
        settle(page)
        assert fits(page), path
        assert "ran" not in page.title().split(), path
        assert not re.search("[\u202a-\u202e]", page.content()), path
    page.goto(re.sub(r"/staff.*", "/staff/articles", page.url))
    settle(page)
    heads = page.locator("thead th")
    if width > 1000:  # a long title leaves the other columns room for a word
        widths = heads.evaluate_all("all => all.map(e => e.clientWidth)")
        assert min(widths) > 60


def test_what_is_drawn_outside_its_line_stays_in_its_row(open_page) -> None:
    """As fonts do that stack marks on a letter. Not each has such fonts, so the text is moved."""
    asked = ["Does tea help?", "Z?", "Can I fly?", "What now?"]
    talk = [
        record(f"said-{n}", Kind.ABSTAINED, question=text, conversation="talk", turn=n)
        for n, text in enumerate(asked)
    ]
    fill(records_file(), talk)
    page = open_page()
    sign_in(page)
    for path, row in (("gaps", ".gaps > li"), ("answer/said-3", ".earlier li")):
        page.goto(re.sub(r"/staff.*", f"/staff/{path}", page.url))
        settle(page)
        rows = page.locator(row)
        texts = rows.all_inner_texts()
        at = next(n for n, text in enumerate(texts) if "Z" in text)
        beside = [rows.nth(n) for n in (at - 1, at + 1) if 0 <= n < len(texts)]
        before = [one.screenshot() for one in beside]
        assert before
        for way in ("-3em", "3em"):
            moved = "(e, top) => { e.style.position = 'relative'; e.style.top = top; }"
            rows.nth(at).locator("bdi").evaluate(moved, way)
            assert before == [one.screenshot() for one in beside], (path, way)
