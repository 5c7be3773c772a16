// The form of one value while it is typed: asks for the fields of the chosen state alone, and shows the verdict that
// the value would get. The server does the work, as it does for "この値を確かめる"; without this the form is complete.
(() => {
  "use strict";
  // A page that came back with errors begins at their list, for the keyboard and for screen readers.
  const errors = document.querySelector(".error-summary");
  if (errors) errors.focus();

  const form = document.querySelector("form[data-preview]");
  if (!form) return;
  form.classList.add("live");
  for (const button of document.querySelectorAll(".no-script")) button.hidden = true; // what it shows is shown by itself

  // --- The fields of a state. What is not asked is not sent, and comes back as it was with its state.
  const chosen = () => form.querySelector('[name="value_state"]:checked')?.value || "actual";
  const ask_for = (first) => {
    for (const asked of form.querySelectorAll(".asked")) {
      const wanted = asked.dataset.for.split(" ").includes(chosen()) || (first && asked.querySelector(".invalid"));
      asked.hidden = !wanted;
      for (const box of asked.querySelectorAll("input, textarea")) box.disabled = !wanted;
    }
  };
  if (form.querySelector('[name="value_state"]')) ask_for(true);

  // --- The preview.
  const parts = ["reading", "preview", "note-need", "need", "as_of-read"].map((id) => document.getElementById(id)).filter(Boolean);
  let timer = 0;
  let running = null;

  const show = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const part of parts) {
      const fresh = page.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    }
  };

  const ask = async () => {
    if (running) running.abort();
    running = new AbortController();
    const typed = new FormData(form);
    typed.delete("uploads");
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: typed,
        credentials: "same-origin",
        redirect: "error",
        signal: running.signal,
      });
      if (answer.ok) show(await answer.text());
    } catch {
      // Offline, or overtaken by the next key: the button asks the same question.
    }
  };

  const soon = (event) => {
    if (event.type === "change" && event.target.name === "value_state") ask_for(false);
    if (!event.target.name || ["uploads", "link"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 350);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);

  // --- Ctrl+S keeps the draft; a link of what is missing opens the fold that its box is in. A fresh form begins at its value.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    if (event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit([...form.elements].find((one) => one.name === "action" && one.value === "draft"));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".need a");
    const box = link && document.getElementById(link.hash.slice(1));
    if (!box) return;
    event.preventDefault();
    box.closest("details")?.setAttribute("open", "");
    box.focus();
  });
  const value = form.elements.value;
  if (!errors && value && !value.disabled && !value.value && document.activeElement === document.body && !location.hash) {
    value.focus({ preventScroll: true });
  }
})();
