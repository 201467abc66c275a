// What every staff page does; all of them work without it. Keys are listed in keys.py.
(() => {
  "use strict";

  // A page that the browser kept is loaded again: whoever had it open may have signed out since.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  // A form is sent once, however fast its button is pressed. Not for ever: a form that fetches a
  // file stays on its page.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 2000);
  });

  // Keys. Each presses what the page offers anyway: an element names its own in data-key.
  const one = (selector) => document.querySelector(selector);
  const help = one("#keys");
  const FIELDS = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";
  const OFF = "quoteback-keys-off"; // WCAG 2.1.4: single keys can be turned off
  const isOff = () => {
    try { return localStorage.getItem(OFF) !== null; } catch { return false; }
  };

  const toggleHelp = () => (help.open ? help.close() : help.showModal());

  // To the next row of a list, or the one before.
  const move = (step) => {
    const rows = [...document.querySelectorAll("[data-row]")];
    const at = rows.indexOf(document.activeElement);
    const to = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step))];
    if (to) {
      to.focus({ focusVisible: true });
      to.scrollIntoView({ block: "nearest" });
    }
    return rows.length > 0;
  };

  const press = (key) => {
    if (key === "?" && help) return toggleHelp() ?? true;
    if (help?.open) return false;
    if (key === "j" && move(1)) return true;
    if (key === "k" && move(-1)) return true;
    const field = one(`[data-focus="${key}"]`);
    if (field) return field.focus() ?? true;
    const offered = one(`[data-key="${key}"]`);
    if (offered) return offered.click() ?? true;
    return false;
  };

  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest(FIELDS)) {
      if (event.key === "Escape") target.blur();
      return;
    }
    const onControl = target.closest("a, button, summary, input, label");
    if (event.key === "Enter" && onControl) return; // it does what it always does
    const key = event.shiftKey ? event.key : event.key.toLowerCase();
    if (!/^(?:[a-z0-9?]|enter)$/.test(key) || (isOff() && key !== "?")) return;
    if (press(key === "enter" ? "Enter" : key)) event.preventDefault();
  });

  document.documentElement.classList.add("scripted");
  const opener = one("#show-keys");
  if (opener && help) {
    opener.hidden = false;
    opener.addEventListener("click", toggleHelp);
    const on = one("#use-keys");
    on.checked = !isOff();
    on.addEventListener("change", () => {
      try {
        if (on.checked) localStorage.removeItem(OFF);
        else localStorage.setItem(OFF, "yes");
      } catch { /* then they stay on */ }
    });
  }
})();
