/* The counter's keys: Enter takes the first one found, arrows walk the list, Enter elsewhere goes to the next box; G ticks all that is needed. */
(() => {
  "use strict";
  const form = document.querySelector("form.counter");
  if (!form) return;
  // a box in what is folded has a place but takes no focus
  const inSight = (one) => one.offsetParent && !one.closest("details:not([open])");
  const boxes = () => [...form.querySelectorAll("input:not([type=hidden]):not([type=radio]), select, textarea, #tick, [value=accept]")].filter(inSight);
  const picks = (input) => [...document.querySelectorAll(`#${input.dataset.picks} .picks button`)];
  // a list that is still of earlier letters is not what the officer means
  const isFresh = (input) => document.querySelector(`#${input.dataset.picks} .picks`)?.dataset.for === input.value.trim().replace(/\s+/g, " ").normalize("NFC");

  const inSearch = (event, input) => {
    if (event.key === "ArrowDown") { event.preventDefault(); picks(input)[0]?.focus(); return; }
    if (event.key !== "Enter") return;
    if (!input.value.trim()) { event.preventDefault(); next(input); return; }
    if (picks(input).length && isFresh(input)) { event.preventDefault(); picks(input)[0].click(); }
  };
  const inList = (event, button) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const list = button.closest(".picks");
    const all = [...list.querySelectorAll("button")];
    const to = all[all.indexOf(button) + step];
    if (to) to.focus(); else if (step < 0) form.querySelector(`[data-picks="${list.parentElement.id}"]`).focus();
  };
  const next = (from) => { const all = boxes(); all[all.indexOf(from) + 1]?.focus(); };

  form.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (at.dataset.picks) inSearch(event, at);
    else if (at.closest(".picks")) inList(event, at);
    else if (event.key === "Enter" && at.matches("input")) { event.preventDefault(); next(at); }
  });

  form.addEventListener("click", (event) => {
    if (!event.target.closest("#tick")) return;
    event.preventDefault();
    for (const box of form.querySelectorAll("[name=given]")) {
      const needed = "needed" in box.dataset || form.querySelector(`[name=needed][value="${box.value}"]`)?.checked;
      if (needed && !box.checked) box.click();
    }
    form.querySelector("[value=accept]").focus();
  });

  // whatever overtakes what on the way, the server knows which was typed last
  form.addEventListener("formdata", (event) => event.formData.set("sent_at", Math.round(performance.timeOrigin + performance.now())));
})();
