// The cockpit on a wall: shows one panel after the other and fetches fresh figures after each round. Where people asked
// for less motion all panels stay in sight, and only the figures are fetched.
"use strict";
(() => {
  const seconds = 15;
  const panels = [...document.querySelectorAll("[data-screen-panel]")];
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let current = 0;
  const show = () => panels.forEach((panel, index) => { panel.hidden = !still.matches && index !== current; });
  const step = () => {
    current += 1;
    // A page that cannot be fetched now is tried again a round later: the last figures stay on the wall.
    if (current >= panels.length) {
      current = 0;
      fetch(location.href, { method: "HEAD" }).then((reply) => { if (reply.ok && !reply.redirected) location.reload(); }, () => {});
    }
    show();
  };
  if (!panels.length) return;
  still.addEventListener("change", show);
  show();
  setInterval(step, seconds * 1000);
})();
