// On a phone the rows are folded but the first that can be typed into, and those with something to mend. Without this all are open.
(() => {
  "use strict";
  if (!window.matchMedia("(max-width: 47.99em)").matches) return;
  const rows = [...document.querySelectorAll(".deed-table > section > details")];
  const first = rows.find((row) => row.querySelector("textarea"));
  for (const row of rows) {
    if (row !== first && !("stays" in row.dataset)) row.open = false;
  }
})();
