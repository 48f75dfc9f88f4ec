// Prints the slip; without this script the browser's own print command does.
(() => {
  "use strict";
  const button = document.querySelector("[data-print]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => print());
  button.focus();
})();
