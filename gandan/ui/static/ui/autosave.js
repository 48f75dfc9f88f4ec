/* data-autosave="URL" (empty: the form's own address): what is typed is posted after a pause, with the header X-Autosave: 1, without
   files. Any 2xx means saved; a lost line or a 5xx is retried; a redirect means that the sign-in has ended. The words appear
   in the form's data-saved element. Every posting form is also guarded against a second press. */
(() => {
  "use strict";
  const PAUSE = 1200, RETRY = 5000, GUARD = 8000;
  const LOST = "Mất kết nối, chưa lưu được; đang thử lại";
  const SIGNED_OUT = "Phiên làm việc đã hết, chưa lưu được. Hãy đăng nhập ở một thẻ khác rồi gõ tiếp ở đây";
  const REFUSED = "Chưa lưu được. Hãy tải lại trang; nếu vẫn vậy, báo người quản trị";
  const OVERTAKEN = "Chưa lưu: nơi khác vừa thay đổi. Hãy bấm nút của trang để xem";
  const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" });

  // another tab may have signed in again: the page goes on with the new token
  const renew = (form) => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token && form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = token;
  };

  const post = async (form) => {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const answer = await fetch(form.dataset.autosave || form.action, { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "manual", keepalive: true });
    if (answer.type === "opaqueredirect") return SIGNED_OUT;
    if (answer.status >= 500) return LOST;
    if (answer.status === 409) return OVERTAKEN;
    return answer.ok ? "" : REFUSED;
  };

  const watch = (form) => {
    const told = form.querySelector("[data-saved]") || form.insertBefore(document.createElement("p"), form.firstChild);
    told.setAttribute("role", "status");
    told.classList.add("saved");
    let timer = 0, running = false, changed = false, leaving = false;
    const later = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };
    const save = async () => {
      if (leaving || running) return;
      running = true;
      changed = false;
      const trouble = await post(form).catch(() => LOST);
      running = false;
      told.textContent = trouble || `Đã lưu lúc ${clock()}`;
      told.classList.toggle("failed", Boolean(trouble));
      if (trouble && trouble !== REFUSED && trouble !== OVERTAKEN) { changed = true; later(RETRY); } else if (changed) later(PAUSE);
    };
    const touched = () => { renew(form); changed = true; later(PAUSE); };
    form.addEventListener("input", touched);
    form.addEventListener("change", touched);
    form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
    window.addEventListener("pageshow", () => { leaving = false; });
    window.addEventListener("online", () => { if (changed) later(0); });
    document.addEventListener("visibilitychange", () => { if (document.hidden && changed) save(); });
  };

  for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.target || event.defaultPrevented) return;
    renew(form);
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    event.submitter?.classList.add("busy");
    // a download leaves the page standing, and a stuck line must allow another try
    setTimeout(() => { delete form.dataset.sent; event.submitter?.classList.remove("busy"); }, GUARD);
  });
  // back from the next page: the browser may show this one as it was left
  window.addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });
})();
