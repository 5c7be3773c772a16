// While a plan's file is read, checked or put in: how far it is. Without this the page waits, and then shows the same.
(() => {
  "use strict";
  const box = document.querySelector("[data-progress]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const what = box.querySelector('[role="status"]');
  const count = box.querySelector("[data-count]");
  let asking = 0;

  const look = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store" });
      const told = answer.ok ? await answer.json() : {};
      if (!told.total || !asking) return;
      box.hidden = false;
      bar.max = told.total;
      bar.value = told.done;
      count.textContent = `${told.done.toLocaleString("ja")}／${told.total.toLocaleString("ja")}件`;
      if (what.textContent !== told.what) what.textContent = told.what; // read aloud once a step
    } catch {
      // What is wrong is told by the answer to the form itself.
    }
  };

  document.addEventListener("submit", (event) => {
    if (event.target.method === "post" && event.target.closest("main")) asking ||= setInterval(look, 500);
  });
  addEventListener("pageshow", () => {
    clearInterval(asking);
    asking = 0;
    box.hidden = true;
  });
})();
