// Comforts of the evaluation sheet's pages: a button that prints, and how many letters were typed so far.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const count of document.querySelectorAll("[data-counts]")) {
  const box = document.getElementById(count.dataset.counts);
  const most = Number(count.dataset.most);
  const tell = () => {
    // As the server counts: characters, not UTF-16 units; one for each end of a line.
    const typed = [...box.value].length;
    count.textContent = `${typed.toLocaleString("ja-JP")}字／${most.toLocaleString("ja-JP")}字まで`;
    count.classList.toggle("over", typed > most);
  };
  box.addEventListener("input", tell);
  tell();
}
