// Keeps what hangs in the hall fresh: told by the live process when something changed, else asked every few seconds.
(() => {
  "use strict";
  const SOON = 5000, LONG = 60000, SILENCE = 12000, PATIENCE = 8000;
  const place = document.querySelector("[data-live]"), lost = document.querySelector("[data-lost]");
  if (!place || !lost) return;
  const spread = Number(place.dataset.spread || 300);  // so that many do not ask at the same instant
  let source = null, heard = 0, told = null, seen = Date.now(), tried = 0, asking = false, again = false, html = "";

  const ask = async () => {
    if (asking) { again = true; return; }
    asking = true;
    tried = Date.now();
    try {
      const answer = await fetch(place.dataset.live, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.text());
    } catch {
      cut();
    }
    asking = false;
    if (again) { again = false; later(); }
  };
  const later = () => setTimeout(ask, Math.random() * spread);

  const show = (text) => {
    seen = Date.now();
    lost.hidden = true;
    if (text === html) return;
    html = text;
    place.innerHTML = text;
    place.dispatchEvent(new CustomEvent("fresh", { bubbles: true }));
  };
  const cut = () => {
    const at = new Date(seen);
    lost.querySelector("time").textContent = [at.getHours(), at.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
    lost.hidden = false;
  };

  const listen = () => {
    source = new EventSource(place.dataset.events);
    source.addEventListener("beat", () => { heard = Date.now(); });
    source.addEventListener("version", (event) => {
      heard = Date.now();
      if (event.data !== told && (told !== null || event.data !== shown())) later();
      told = event.data;
    });
  };
  const shown = () => place.querySelector("[data-version]")?.dataset.version;

  listen();
  setInterval(() => {
    if (source.readyState === EventSource.CLOSED) listen();
    const rest = Date.now() - heard < SILENCE && lost.hidden ? LONG : SOON;
    if (Date.now() - tried >= rest - spread) later();
  }, SOON);
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
})();
