// A new call is shown shortly, and spoken when somebody switched that on; a telephone trembles as well.
(() => {
  "use strict";
  const place = document.querySelector("[data-live]"), button = document.querySelector("[data-speak]");
  if (!place) return;
  const calls = () => [...place.querySelectorAll("[data-call]")].filter((one) => one.dataset.call);
  let known = new Set(calls().map((one) => one.dataset.call)), isOn = false;

  const speak = (one) => {
    const words = new SpeechSynthesisUtterance(one.dataset.say);
    words.lang = "vi-VN";
    words.rate = 0.9;
    speechSynthesis.speak(words);
  };
  place.addEventListener("fresh", () => {
    const shown = calls(), called = shown.filter((one) => !known.has(one.dataset.call));
    known = new Set(shown.map((one) => one.dataset.call));  // who came to the counter makes no older call a new one
    if (!called.length) return;
    place.classList.add("fresh");
    setTimeout(() => place.classList.remove("fresh"), 3000);
    if (!isOn) return;
    navigator.vibrate?.([600, 200, 600]);
    if ("speechSynthesis" in window) called.reverse().forEach(speak);  // oldest first
  });

  if (!button || !("speechSynthesis" in window)) return;
  button.hidden = false;
  // browsers are silent until somebody has pressed something: it is switched on again by hand after a restart
  button.addEventListener("click", () => {
    isOn = !isOn;
    button.setAttribute("aria-pressed", String(isOn));
    button.hidden = isOn && "once" in button.dataset;  // a wall shows no switch
    const newest = calls()[0];
    if (isOn && newest) speak(newest);
  });
})();
