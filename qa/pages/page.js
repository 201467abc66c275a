// Opens a cited article beside the chat, at the quoted words, and puts the reader there.
// Without this script every citation is still a link to the article as a page of its own.
(() => {
  "use strict";

  let hint = null; // what the panel says while no article is open
  let opener = null; // the citation that was pressed last, to go back to
  let wanted = ""; // the last address asked for; a slower one before it is dropped
  let newest = null; // the question that was shown last

  const TALKS = "quoteback-talks"; // in the tab's own storage, which goes when the tab is closed

  const panel = () => document.getElementById("source");
  const citationOf = (node) => node.closest('#chat a[href^="/source/"], #source .articles a');

  const show = (nodes) => {
    if (hint === null) hint = [...panel().childNodes].map((node) => node.cloneNode(true));
    panel().replaceChildren(...nodes);
  };

  const say = (words) => {
    const line = document.createElement("p");
    line.className = "hint";
    line.setAttribute("role", "status");
    line.textContent = words;
    show([line]);
  };

  async function open(link, pressed) {
    const place = panel();
    const url = new URL(link.href);
    wanted = link.href;
    url.searchParams.set("panel", "1");
    let words;
    try {
      const answer = await fetch(url, { headers: { accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      words = await answer.text();
    } catch {
      if (wanted === link.href) say(place.dataset.failed);
      return;
    }
    if (wanted !== link.href) return;
    // The server escaped every character of the article; see qa/pages/article.py.
    const parsed = new DOMParser().parseFromString(words, "text/html");
    show([...parsed.body.childNodes]);
    document.querySelectorAll('#chat a[aria-current="true"]').forEach((other) => {
      other.removeAttribute("aria-current");
    });
    link.setAttribute("aria-current", "true");
    if (!navigator.clipboard) place.querySelector("[data-copy]")?.remove();
    reveal(place, pressed);
  }

  function reveal(place, pressed) {
    const mark = place.querySelector("#quote");
    const text = place.querySelector(".text");
    if (mark && text) {
      const down = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
      text.scrollTop += down - text.clientHeight / 4;
    }
    if (!pressed) return;
    const column = document.getElementById("side");
    if (matchMedia("(max-width: 56rem)").matches) column.scrollIntoView({ block: "start" });
    (mark || text).focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const link = plain && event.button === 0 ? citationOf(event.target) : null;
    if (link && panel()) {
      event.preventDefault();
      tidy(); // what a new answer opens by itself must not come after what was pressed
      opener = link;
      open(link, true);
      return;
    }
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      navigator.clipboard.writeText(new URL(copy.dataset.copy, location.href).href).then(() => {
        copy.textContent = copy.dataset.copied;
      });
      return;
    }
    const jump = event.target.closest('a[href="#question-box"]');
    if (jump) {
      event.preventDefault();
      const back = jump.closest(".back") && opener?.isConnected ? opener : null;
      const target = back || document.querySelector("#question-box textarea");
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    }
  });

  // Gradio labels each message with its raw Markdown; a screen reader should hear the words.
  function label(message) {
    const mine = message.dataset.testid === "user";
    message.setAttribute("role", "group");
    message.setAttribute("aria-label", mine ? "You" : "Quoteback");
  }

  // The tab holds on to the ids of its conversations: random, without a word. Sent along, they let
  // “Forget” reach what was asked before the page was loaded anew, or the server was.
  let sent = ""; // what the server was told of those from before
  function hold() {
    const [told, box] = ["told", "held"].map((id) =>
      document.querySelector(`#${id} textarea, #${id} input`),
    );
    if (!told || !box) return;
    try {
      if (told.value === "forgotten") {
        sessionStorage.removeItem(TALKS);
        return;
      }
      const known = told.value.split(" ").filter(Boolean);
      const held = (sessionStorage.getItem(TALKS) || "").split(" ").filter(Boolean);
      const all = [...new Set([...held, ...known])];
      if (all.length > held.length) sessionStorage.setItem(TALKS, all.join(" "));
      const before = all.filter((id) => !known.includes(id)).join(" ");
      if (!before || before === sent) return;
      sent = before;
      box.value = before;
    } catch {
      return; // the browser stores nothing; the server knows its own part
    }
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  addEventListener("pagehide", hold);

  function tidy() {
    hold();
    document.querySelectorAll("#chat [data-testid][aria-label*=\"'s message\"]").forEach(label);
    const rows = document.querySelectorAll("#chat .user-row");
    const last = rows[rows.length - 1] || null;
    if (last && rows.length + last.textContent === newest) return;
    const cleared = newest !== null && !last;
    newest = last ? rows.length + last.textContent : null;
    if (!panel()) return;
    const answers = document.querySelectorAll("#chat .bot-row");
    const answer = answers[answers.length - 1];
    const link = answer?.querySelector('a[href^="/source/"][href*="quote="]');
    opener = null;
    wanted = "";
    if (link) open(link, false);
    else if (hint) show(hint);
    if (cleared) window.scrollTo(0, 0);
    if (!last) return;
    // A call for help is seen at once, however long the message above it.
    (answer?.querySelector(".care") ? answer : last).scrollIntoView({ block: "start" });
    if (document.activeElement === document.body) {
      // The example or chip that was pressed is gone: go on from the new answer.
      answer.tabIndex = -1;
      answer.focus({ preventScroll: true });
    }
  }

  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      tidy();
    }, 30);
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] });
})();
