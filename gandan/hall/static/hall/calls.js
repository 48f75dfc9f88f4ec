// A new call is shown shortly, and spoken when somebody switched that on; a telephone trembles as well.
(() => {
  "use strict";
  const place = document.querySelector("[data-live]"), button = document.querySelector("[data-speak]");
  if (!place) return;
  const call = () => place.querySelector("[data-call]")?.dataset.call || "";
  let last = call(), isOn = false;

  const speak = () => {
    const words = new SpeechSynthesisUtterance(place.querySelector("[data-say]").dataset.say);
    words.lang = "vi-VN";
    words.rate = 0.9;
    speechSynthesis.speak(words);
  };
  place.addEventListener("fresh", () => {
    const now = call();
    if (!now || now === last) { last = now || last; return; }
    last = now;
    place.classList.add("fresh");
    setTimeout(() => place.classList.remove("fresh"), 3000);
    if (!isOn) return;
    navigator.vibrate?.([600, 200, 600]);
    if ("speechSynthesis" in window) speak();
  });

  if (!button || !("speechSynthesis" in window)) return;
  button.hidden = false;
  // browsers are silent until somebody has pressed something: it is switched on again by hand after a restart
  button.addEventListener("click", () => {
    isOn = !isOn;
    button.setAttribute("aria-pressed", String(isOn));
    if (isOn && call()) speak();
  });
})();
