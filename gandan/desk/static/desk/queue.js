/* The counter says when its line is cut and heals by itself: the line is asked for every few seconds (htmx), and the first answer tells
   what changed meanwhile. Nothing that another page answers (the sign-in has ended) is put in the place of a number. */
(() => {
  "use strict";
  const HERE = "/queue/";
  let since = "";
  const tell = (lost) => {
    const note = document.querySelector("[data-lost]");
    since = lost ? since || new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" }) : "";
    if (!note) return;
    note.hidden = !lost;
    note.querySelector("[data-lost-since]").textContent = since;
  };
  const isTrouble = (event) => event.detail.xhr.status >= 500;
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => tell(true));
  document.addEventListener("htmx:responseError", (event) => { if (isTrouble(event)) tell(true); else location.reload(); });
  document.addEventListener("htmx:afterOnLoad", (event) => { if (!isTrouble(event)) tell(false); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isTrouble(event) || new URL(event.detail.xhr.responseURL || location.href).pathname.includes(HERE)) return;
    event.detail.shouldSwap = false;
    location.reload();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (since) tell(true);  // what was put in place of the page keeps saying that the line is cut
    if (event.detail.target.id !== "queue") return;
    for (const old of document.querySelectorAll("main > .messages")) old.remove();
  });
  // one goes on where the next act is: the refusal, the field that was refused, or the button (autofocus)
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "queue") return;
    const next = document.querySelector("#queue [data-errors], #queue [autofocus]");
    next?.focus();
    if (next?.matches("input")) next.select();
  });
  // a key held down is one press
  document.addEventListener("keydown", (event) => {
    if (!event.repeat || event.target.matches("input, textarea, select")) return;
    if (event.key !== "Enter" && event.key.length > 1) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  window.addEventListener("offline", () => tell(true));
})();
