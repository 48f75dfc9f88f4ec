// The kiosk: back to the start when nobody touches it; prints by itself where the machine has a printer.
(() => {
  "use strict";
  const STEP = 10000;
  const end = document.querySelector("[data-return]"), slip = document.querySelector("[data-print-now]");
  const button = document.querySelector("[data-print]"), once = document.querySelector("[data-once]");
  if (end) {
    let timer = 0, ends = 0;
    const left = document.querySelector("[data-left]"), more = document.querySelector("[data-more]");
    const tell = () => {  // in steps: nothing moves before somebody who reads
      if (left) left.textContent = [left.dataset.left, Math.max(0, Math.round((ends - Date.now()) / STEP) * STEP / 1000), left.dataset.seconds].join(" ");
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(back, Number(end.dataset.after) * 1000);
      ends = Date.now() + Number(end.dataset.after) * 1000;
      tell();
    };
    if (left && more) {
      left.hidden = more.hidden = false;  // any touch gives the whole time again
      setInterval(tell, STEP);
    }
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
