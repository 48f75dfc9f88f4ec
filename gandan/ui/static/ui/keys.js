/* Keys for frequent acts. data-key="n": N clicks it when nobody is typing, Alt+N always. "/" goes to the search box, "?" lists the keys. */
(() => {
  "use strict";
  const typing = (target) => target.closest && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const words = (element) => (element.dataset.keyName || element.getAttribute("aria-label") || element.firstChild?.textContent || element.textContent).trim();
  const find = (key) => [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.toLowerCase() === key && one.offsetParent);

  const list = () => {
    const dialog = document.createElement("dialog");
    const title = document.createElement("h2");
    title.textContent = "Phím tắt";
    const keys = document.createElement("dl");
    keys.className = "keys";
    const add = (key, text) => {
      const dt = document.createElement("dt");
      const dd = document.createElement("dd");
      dt.append(Object.assign(document.createElement("kbd"), { textContent: key }));
      dd.textContent = text;
      keys.append(dt, dd);
    };
    for (const one of document.querySelectorAll("[data-key]")) if (one.offsetParent) add(one.dataset.key.toUpperCase(), words(one));
    if (document.querySelector("[data-search]")) add("/", "Tìm");
    add("Alt", "Giữ cùng phím khi đang gõ trong ô");
    const close = Object.assign(document.createElement("button"), { textContent: "Đóng" });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    dialog.append(title, keys, close);
    document.body.append(dialog);
    dialog.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const busy = typing(event.target);
    // Alt+letter may come as another character on some keyboards: the code names the key itself
    const key = event.altKey && event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key.toLowerCase();
    if (busy && !event.altKey) return;
    if (key === "?") { event.preventDefault(); list(); return; }
    const target = key === "/" ? document.querySelector("[data-search]") : find(key);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, select, textarea")) { target.focus(); target.select?.(); } else target.click();
  });

  // what must be read first gets the focus, as GOV.UK's error summary does
  const told = document.querySelectorAll("[data-errors]");
  if (told.length === 1) told[0].focus();
})();
