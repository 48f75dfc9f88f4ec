/* Keys for frequent acts. data-key="n": N acts when nobody is typing, Alt+N always. "/" goes to data-search, "?" lists the keys.
   Keys of one letter can be switched off (WCAG 2.1.4); Alt with the letter then still works. */
(() => {
  "use strict";
  const STORED = "gandan.one-letter-keys";
  const plain = () => localStorage.getItem(STORED) !== "off";
  const isTyping = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const keyed = () => [...document.querySelectorAll("[data-key]")].filter((one) => one.offsetParent);
  const label = (one) => (one.dataset.keyName || one.getAttribute("aria-label") || one.firstChild?.textContent || "").trim();
  const make = (tag, more = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), more);
    made.append(...inside);
    return made;
  };

  const list = () => {
    const rows = keyed().map((one) => [one.dataset.key.toUpperCase(), label(one)]);
    if (document.querySelector("[data-search]")) rows.push(["/", "Tìm"]);
    rows.push(["Alt", "Giữ cùng phím khi đang gõ trong ô"]);
    const keys = make("dl", { className: "keys" }, ...rows.flatMap(([key, text]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, text)]));
    const box = make("input", { type: "checkbox", checked: plain() });
    box.addEventListener("change", () => localStorage.setItem(STORED, box.checked ? "on" : "off"));
    const close = make("button", { type: "button" }, "Đóng");
    const dialog = make("dialog", {}, make("h2", { id: "keys-title" }, "Phím tắt"), keys, make("label", { className: "choice" }, box, "Dùng phím một chữ (tắt thì dùng Alt cùng phím)"), close);
    dialog.setAttribute("aria-labelledby", "keys-title");
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
    if (!event.altKey && (isTyping(event.target) || !plain())) return;
    // Alt with a letter may come as another character: the code names the key itself
    const key = event.altKey && event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key.toLowerCase();
    const act = key === "?" ? list : key === "/" ? () => document.querySelector("[data-search]")?.focus() : null;
    const target = act ? null : keyed().find((one) => one.dataset.key.toLowerCase() === key);
    if (!act && !target) return;
    event.preventDefault();
    if (act) act();
    else if (target.matches("input:not([type=checkbox]):not([type=radio]), select, textarea")) target.focus();
    else {
      target.click();
      // what unfolds is there to be filled in: the first box gets the focus
      if (target.matches("summary")) target.parentElement.querySelector("textarea, input:not([type=hidden])")?.focus();
    }
  });

  for (const one of document.querySelectorAll("[data-keys]")) {
    one.hidden = false;
    one.addEventListener("click", list);
  }

  // what must be read first gets the focus, as GOV.UK's error summary does
  const told = document.querySelectorAll("[data-errors]");
  if (told.length === 1) told[0].focus();
})();
