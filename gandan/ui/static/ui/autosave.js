/* data-autosave="URL" (or empty: the form's own address): what is typed is posted after a pause; a lost line is retried and told.
   Every posting form is guarded against a second press. */
(() => {
  "use strict";
  const PAUSE = 1200, RETRY = 5000, GUARD = 8000;
  const clock = () => new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date());

  const watch = (form) => {
    const told = form.querySelector("[data-saved]") || form.insertBefore(document.createElement("p"), form.firstChild);
    told.setAttribute("role", "status");
    told.classList.add("saved");
    let timer = 0, running = false, again = false, leaving = false;
    const tell = (text, failed) => { told.textContent = text; told.classList.toggle("failed", failed); };
    const later = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };
    const save = async () => {
      if (leaving) return;
      if (running) { again = true; return; }
      running = true;
      again = false;
      try {
        const body = new FormData(form);
        for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
        const answer = await fetch(form.dataset.autosave || form.action, { method: "POST", body, credentials: "same-origin", headers: { "X-Autosave": "1" }, redirect: "error" });
        if (!answer.ok) throw new Error(answer.status);
        tell(`Đã lưu lúc ${clock()}`, false);
      } catch {
        tell("Mất kết nối, chưa lưu được; đang thử lại", true);
        later(RETRY);
      }
      running = false;
      if (again) later(PAUSE);
    };
    form.addEventListener("input", () => later(PAUSE));
    form.addEventListener("change", () => later(PAUSE));
    form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
    window.addEventListener("online", () => { if (told.classList.contains("failed")) later(0); });
  };

  for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    event.submitter?.classList.add("busy");
    // a download leaves the page standing, and a stuck line must allow another try
    setTimeout(() => { delete form.dataset.sent; event.submitter?.classList.remove("busy"); }, GUARD);
  });
  // back from the next page: the browser may show this one as it was left
  window.addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });
})();
