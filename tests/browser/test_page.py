"""The page as a patient meets it."""

import re

import pytest

from qa.pages import words

pytestmark = pytest.mark.browser

ACUPUNCTURE = "is worse pain after acupuncture normal?"


def ask(page, question: str) -> None:
    rows = page.locator("#chat .bot-row").count()
    page.fill("#question-box textarea", question)
    page.keyboard.press("Enter")
    answered(page, rows)


def answered(page, rows: int) -> None:
    page.wait_for_function(
        "n => document.querySelectorAll('#chat .bot-row').length > n", arg=rows, timeout=20_000
    )


def last_answer(page):
    return page.locator("#chat .bot-row").last


def in_view(page, selector: str) -> bool:
    return page.eval_on_selector(
        selector,
        """e => { const r = e.getBoundingClientRect();
        const at = document.elementFromPoint(
          r.left + r.width / 2, r.top + Math.min(r.height / 2, 12));
        return r.top >= 0 && r.bottom <= innerHeight && (e === at || e.contains(at)); }""",
    )


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_welcome_says_what_it_can_and_cannot_do(visit) -> None:
    page = visit()
    assert page.title() == "Quoteback"
    assert page.locator("h1").inner_text() == "Quoteback"
    for line in (*words.CAN, *words.CANNOT):
        assert page.get_by_text(line).is_visible()
    assert page.locator("#examples button").all_inner_texts() == list(words.EXAMPLES)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("footer:visible").count() == 0


def test_citation_opens_the_article_at_the_quoted_words(visit) -> None:
    page = visit()
    ask(page, "what is a blood patch")  # answered by two quotes
    answer = last_answer(page)
    link = answer.locator("a").nth(1)
    quote = squeezed(answer.locator("blockquote").nth(1).inner_text())
    link.click()
    page.wait_for_selector("#source mark:focus")
    assert squeezed(" ".join(page.locator("#source mark:not(.also)").all_inner_texts())) == quote
    assert in_view(page, "#source #quote")
    title, path = link.inner_text().removeprefix("[2] ").split(" › ", 1)
    assert page.locator("#source header h2").inner_text() == title
    assert page.locator("#source .path").inner_text() == path
    facts = page.locator("#source .facts").inner_text()
    assert words.REVIEW_NONE in facts
    assert "Checked against its source on" in facts
    assert words.SOURCE in facts


def test_an_older_answer_still_opens(visit) -> None:
    page = visit()
    ask(page, ACUPUNCTURE)
    ask(page, "Why does my back hurt after an epidural?")
    page.locator("#chat .bot-row").first.locator("a").first.click()
    page.wait_for_selector("#source mark:focus")
    assert page.locator("#source h2").inner_text() == "Soreness after acupuncture"


def test_follow_up_by_chip_and_by_typing(visit) -> None:
    page = visit()
    page.locator("#examples button").first.click()
    answered(page, 0)
    assert not page.locator("#welcome").is_visible()
    chip = page.locator("#chat .option").first
    text = chip.inner_text()
    chip.click()
    answered(page, 1)
    assert page.locator("#chat .user-row").last.inner_text().strip() == text
    ask(page, "how long does it last?")
    assert "I read this as" in last_answer(page).inner_text()
    assert re.search(r"24 to 48 hours|24–48 hours", last_answer(page).inner_text())


def test_abstention_names_no_citation(visit) -> None:
    page = visit()
    ask(page, "can I fly to Spain with a cat?")
    text = last_answer(page).inner_text()
    assert "I don't have that." in text
    assert "ask your care team" in text
    assert last_answer(page).locator("blockquote, a[href*='quote=']").count() == 0


def test_emergency_card_comes_first_and_alerts(visit) -> None:
    page = visit()
    ask(page, "I can't feel my legs and I wet myself")
    card = page.locator("#chat [role=alert]")
    assert words.EMERGENCY_TITLE in card.inner_text()
    assert words.EMERGENCY_DO["US"] in card.inner_text()
    assert card.locator("a").count() == 0
    assert in_view(page, "#chat .care h2")
    assert page.locator("#chat blockquote").count() == 0
    assert not page.locator("#vote").is_visible()


def test_keyboard_alone(visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == words.SKIP
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type(ACUPUNCTURE)
    page.keyboard.press("Enter")
    answered(page, 0)
    last_answer(page).locator("a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#source mark:focus")
    assert page.evaluate("document.activeElement.id") == "quote"
    page.locator("#side .back a").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#chat') !== null")


def test_phone_has_no_sideways_scroll_and_comes_back(visit) -> None:
    page = visit(360, 740, color_scheme="dark", has_touch=True, is_mobile=True)
    assert fits(page)
    assert page.evaluate("document.body.classList.contains('dark')")
    ask(page, "gabapentin side effects")
    assert fits(page)
    last_answer(page).locator("a").first.tap()
    page.wait_for_selector("#source mark:focus")
    assert in_view(page, "#source header")
    assert fits(page)
    page.locator("#side .back a").tap()
    assert page.evaluate("document.activeElement.closest('#chat a') !== null")


def test_buttons_are_large_enough_to_touch(visit) -> None:
    page = visit(360, 740)
    ask(page, ACUPUNCTURE)
    small = page.evaluate(
        """[...document.querySelectorAll('button, a, textarea')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(visit, scheme) -> None:
    """WCAG AA: contrast of 4.5 for every piece of text, faded parents counted."""
    page = visit(color_scheme=scheme)
    ask(page, ACUPUNCTURE)
    ask(page, "I can't feel my legs and I wet myself")
    last = page.locator("#chat a[href*='quote=']").first
    last.click()
    page.wait_for_selector("#source mark:focus")
    assert page.evaluate(CONTRAST) == []


def test_vote_with_a_reason(visit) -> None:
    page = visit()
    ask(page, ACUPUNCTURE)
    assert page.get_by_text(words.KEPT_OF["redacted"].format(days=30)).is_visible()
    page.get_by_role("button", name=words.NO).click()
    page.get_by_label(words.REASONS["hard"]).check()
    page.get_by_text(words.THANKS).wait_for()


def test_patients_and_articles_cannot_write_markup(visit) -> None:
    page = visit()
    nasty = (
        "<img src=x onerror=alert(1)> [x](javascript:alert(1)) `a` | **b** http://evil.example "
        "www.evil.example a@b.example &lt; $$x$$"
    )
    ask(page, nasty)
    row = page.locator("#chat .user-row").last
    assert row.inner_text().strip() == nasty
    assert row.locator("a, img, code, strong, table").count() == 0


def test_too_long_keeps_the_text(visit) -> None:
    page = visit()
    page.fill("#question-box textarea", "why " * 600)
    page.click("#ask")
    notice = page.locator("#notice [role=alert]")
    notice.wait_for()
    assert "too long" in notice.inner_text()
    assert len(page.input_value("#question-box textarea")) == 2400


def test_source_page_works_without_scripts(visit) -> None:
    path = "/source/acupuncture-soreness?quote=44-114#quote"
    page = visit(360, 740, path=path, java_script_enabled=False)
    mark = page.locator("mark")
    assert mark.inner_text() == (
        "Yes, worse back pain right after acupuncture is common, and it passes."
    )
    box = mark.bounding_box()
    assert 0 <= box["y"] < 740
    assert page.get_by_text(words.REVIEW_NONE).count() == 1


CONTRAST = """() => {
  const rgb = c => { const m = c.match(/[\\d.]+/g).map(Number);
    return [...m.slice(0, 3), m[3] ?? 1]; };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
  const light = c => { const [r, g, b] = c.map(v => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim()) continue;
    if (!e.checkVisibility({opacityProperty: true})) continue;
    const r = e.getBoundingClientRect();
    if (r.width < 2 || r.right < 0 || e.closest('script, style, noscript')) continue;
    let chain = [], fade = 1;
    for (let p = e; p; p = p.parentElement) {
      chain.push(rgb(getComputedStyle(p).backgroundColor)); fade *= +getComputedStyle(p).opacity; }
    let ground = [255, 255, 255];
    for (const c of chain.reverse()) ground = over(c, ground);
    const ink = rgb(getComputedStyle(e).color); ink[3] *= fade;
    const [a, b] = [light(over(ink, ground)), light(ground)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (ratio < 4.5 || size < 16)
      bad.push([ratio.toFixed(2), size, e.textContent.slice(0, 50)].join(' '));
  }
  return bad;
}"""
