"""Forgetting from a tab that was loaded anew, or whose server was: the ids are in the tab."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from test_page import ask

from app import build_app
from corpus.loading import ARTICLES
from index.hashing import HashingEncoder
from index.home import open_index, var_folder
from qa.assistant import Assistant
from qa.pages import words
from qa.settings import Settings

pytestmark = pytest.mark.browser

STORE = "() => sessionStorage.getItem('quoteback-talks')"


@pytest.fixture(scope="module")
def quick() -> Assistant:
    """The shipped articles with the encoder that has no weights."""
    return Assistant(open_index(ARTICLES, HashingEncoder()), Settings())


@contextmanager
def serving(assistant: Assistant, port: int) -> Iterator[None]:
    """A server at that port, gone when the block ends."""
    app = build_app(assistant, Settings(questions_per_minute=1000))
    config = uvicorn.Config(app, port=port, log_level="warning", ws="none", access_log=False)
    config.timeout_graceful_shutdown = 1
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def page(browser, port: int):
    """A tab; what goes wrong while its server is away is not looked at."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def kept(marker: str) -> bool:
    files = (path for path in var_folder().rglob("*") if path.is_file())
    return any(marker.encode() in path.read_bytes() for path in files if path.exists())


def open_page(page, port: int) -> None:
    page.goto(f"http://127.0.0.1:{port}/")
    page.wait_for_selector("#question-box textarea", timeout=30_000)


def asked(page, marker: str) -> None:
    ask(page, f"is my {marker} sore after acupuncture normal?")
    until(lambda: kept(marker))
    page.wait_for_function(STORE)


def forget(page) -> None:
    page.locator("#forget").click(timeout=20_000)
    page.get_by_text(words.FORGOTTEN).wait_for(timeout=20_000)
    page.wait_for_function("() => sessionStorage.getItem('quoteback-talks') === null")


def test_a_tab_that_was_loaded_anew_can_forget(quick: Assistant, port: int, page) -> None:
    with serving(quick, port):
        open_page(page, port)
        assert not page.locator("#forget").is_visible()
        asked(page, "qzxfirsttime")
        page.reload()
        page.locator("#forget").wait_for(timeout=20_000)
        assert page.locator("#welcome").is_visible()  # nothing else came back
        asked(page, "qzxsecondtime")
        assert len(page.evaluate(STORE).split()) == 2
        page.reload()
        page.locator("#forget").wait_for(timeout=20_000)
        forget(page)
        assert not kept("qzxfirsttime")
        assert not kept("qzxsecondtime")
        page.wait_for_selector("#forget", state="hidden")
        asked(page, "qzxthirdtime")
        assert len(page.evaluate(STORE).split()) == 1
        forget(page)
        assert not kept("qzxthirdtime")
        page.reload()
        page.wait_for_selector("#question-box textarea")
        time.sleep(1)
        assert not page.locator("#forget").is_visible()


def test_after_a_restart_of_the_server_a_tab_can_forget(quick: Assistant, port: int, page) -> None:
    with serving(quick, port):
        open_page(page, port)
        asked(page, "qzxbefore")
    with serving(quick, port):
        page.locator("#forget").wait_for(timeout=30_000)
        forget(page)
        assert not kept("qzxbefore")


def test_after_a_restart_and_another_question_a_tab_forgets_both(
    quick: Assistant, port: int, page
) -> None:
    with serving(quick, port):
        open_page(page, port)
        asked(page, "qzxolder")
    with serving(quick, port):
        page.reload()
        page.wait_for_selector("#question-box textarea", timeout=30_000)
        asked(page, "qzxnewer")
        forget(page)
        assert not kept("qzxolder")
        assert not kept("qzxnewer")


def test_another_tab_does_not_know_the_ids(quick: Assistant, port: int, page) -> None:
    with serving(quick, port):
        open_page(page, port)
        asked(page, "qzxmine")
        other = page.context.new_page()
        open_page(other, port)
        time.sleep(1)
        assert other.evaluate(STORE) is None
        assert not other.locator("#forget").is_visible()
        assert "qzx" not in page.evaluate("() => JSON.stringify([sessionStorage, localStorage])")
        forget(page)


def test_what_a_tab_holds_and_is_no_id_is_met_plainly(quick: Assistant, port: int, page) -> None:
    with serving(quick, port):
        open_page(page, port)
        page.evaluate("() => sessionStorage.setItem('quoteback-talks', '<script> not-an-id')")
        page.reload()
        page.wait_for_selector("#question-box textarea", timeout=30_000)
        asked(page, "qzxplain")
        assert page.locator("#welcome").is_hidden()
        forget(page)
        assert not kept("qzxplain")
