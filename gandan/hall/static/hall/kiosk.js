// The kiosk: back to the start when nobody touches it; prints by itself where the machine has a printer.
(() => {
  "use strict";
  const end = document.querySelector("[data-return]"), slip = document.querySelector("[data-print-now]");
  const button = document.querySelector("[data-print]"), once = document.querySelector("[data-once]");
  if (end) {
    let timer = 0;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(back, Number(end.dataset.after) * 1000);
    };
    const back = async () => {  // never onto the browser's own page of a server that is away
      try {
        if ((await fetch(end.dataset.return, { cache: "no-store" })).status < 500) location.replace(end.dataset.return);
      } catch { /* the next time */ }
      wait();
    };
    for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wait);
    wait();
  }
  if (once) once.addEventListener("submit", (event) => {
    if (once.dataset.sent) event.preventDefault();
    once.dataset.sent = "yes";
  });
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  if (slip && sessionStorage.getItem("printed") !== slip.dataset.printNow) {
    sessionStorage.setItem("printed", slip.dataset.printNow);
    addEventListener("load", () => print());
  }
})();
