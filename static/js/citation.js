// A button that copies the text of a citation. Without it the text can be marked and copied by hand.
(() => {
  "use strict";

  const button = document.querySelector("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[role=status]");
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = "コピーしました";
    } catch {
      // Not on https, or not allowed: the text is marked, and Ctrl+C does the rest.
      getSelection().selectAllChildren(text);
      said.textContent = "選びました。コピーの操作をしてください";
    }
  });
})();
