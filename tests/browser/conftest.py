"""One server and one browser for the whole suite; a clear word where there is no browser."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from serving import running

from qa.assistant import Assistant
from qa.settings import Settings

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def address(assistant: Assistant) -> Iterator[str]:
    settings = Settings(questions_per_minute=1000, country="US")
    with running(assistant, settings) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    named = os.environ.get("QUOTEBACK_CHROMIUM")
    path = named or next((p for name in NAMES if (p := shutil.which(name))), None)
    if path is None:
        pytest.skip("no chromium on this machine; QUOTEBACK_CHROMIUM=/path/to/it names one")
    with api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield found
        found.close()


@pytest.fixture
def visit(browser, address) -> Iterator[Callable]:
    """Opens the page; afterwards every request must have gone to this machine, none refused."""
    requests: list[str] = []
    problems: list[str] = []
    contexts = []

    def open_page(width: int = 1280, height: int = 800, path: str = "/", **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.goto(address + path)
        if path == "/":
            page.wait_for_selector("#question-box textarea", timeout=30_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    foreign = [url for url in requests if not url.startswith((address, "data:", "blob:"))]
    assert foreign == []
    assert problems == []
