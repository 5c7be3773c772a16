// Shows the verdict of a value while it is typed. The server does the work, as it does for "この値を確かめる";
// without this script the form is complete.
(() => {
  "use strict";
  // A page that came back with errors begins at their list, for the keyboard and for screen readers.
  const errors = document.querySelector(".error-summary");
  if (errors) errors.focus();

  const form = document.querySelector("form[data-preview]");
  if (!form) return;
  const parts = ["reading", "preview"].map((id) => document.getElementById(id)).filter(Boolean);
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
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: new FormData(form),
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
    if (!["value", "value_state"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 350);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
})();
