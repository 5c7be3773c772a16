// Ticks many values without loading the page anew, and says how many are ticked. The page works without this.
(() => {
  "use strict";
  const said = document.querySelector("[data-picked]");
  const boxes = [...document.querySelectorAll('.queue input[name="chosen"]')];
  if (!said || !boxes.length) return;
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    said.textContent = count ? `${count}件を選んでいます` : "";
  };
  for (const link of document.querySelectorAll("[data-pick]")) {
    link.setAttribute("role", "button");
    link.addEventListener("keydown", (event) => {
      if (event.key === " " && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); link.click(); }
    });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      for (const box of boxes) box.checked = link.dataset.pick === "all" && !("own" in box.dataset);
      tell();
    });
  }
  for (const box of boxes) box.addEventListener("change", tell);
  window.addEventListener("pageshow", tell); // the back button brings ticks along
  tell();
})();
