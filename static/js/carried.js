// Texts of a year before beside their boxes: 「引き継ぐ」 fills the box at once (without this the server does, and nothing typed is
// lost), and what still stands as it was a year before is marked, and asked about above the buttons.
(() => {
  "use strict";
  const plain = (text) => text.split(/\s+/).filter(Boolean).join(" ");

  for (const form of document.querySelectorAll("form")) {
    const lines = [...form.querySelectorAll("[data-carried]")].map((line) => ({
      line,
      box: document.getElementById(line.dataset.box),
      button: line.querySelector("button[name=take]"),
      mark: line.querySelector(".carried-mark"),
    })).filter(({ box }) => box);
    if (!lines.length) continue;
    const confirm = form.querySelector("[data-carried-confirm]");
    const tick = confirm && confirm.querySelector("input");

    const isSame = ({ line, box }) => !box.disabled && plain(box.value) === plain(line.dataset.text);
    const tell = () => {
      for (const one of lines) {
        const same = isSame(one);
        if ("marks" in one.line.dataset) one.mark.hidden = !same;
        if (one.button) one.button.hidden = one.box.value.trim() !== "";
      }
      if (!confirm) return;
      const asked = lines.filter((one) => one.line.dataset.label && isSame(one));
      const names = asked.map(({ line }) => line.dataset.carried).join(" ");
      // A tick stands for what was there when it was made.
      if (tick.value !== names) tick.checked = false;
      tick.value = names;
      confirm.querySelector("[data-labels]").textContent = asked.map(({ line }) => line.dataset.label).join("・");
      confirm.hidden = !asked.length;
    };

    for (const { line, box, button } of lines) {
      if (!button) continue;
      button.addEventListener("click", (event) => {
        event.preventDefault();
        box.value = line.dataset.text;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        box.focus();
      });
    }
    form.addEventListener("input", tell);
    // What a state asks for is shown and hidden by another script that hears of the same event.
    form.addEventListener("change", () => setTimeout(tell));
    tell();
  }
})();
