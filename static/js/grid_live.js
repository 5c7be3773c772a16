// Beside the table of values while it is typed: the verdict that each row would get, and the bar of what is missing, both as the
// server says (views/entry/grid.py); and a search that goes to the row. Without it a save shows the same.
(() => {
  "use strict";
  const form = document.querySelector("form[data-live]");
  const bar = document.getElementById("grid-bar");
  if (!form) return;
  const SOON = 600;
  const lines = [...form.querySelectorAll("tr[data-open]")];
  const boxes_of = (line) => [...line.querySelectorAll(":is(input, textarea)[name]")].filter((box) => box.type !== "checkbox");
  const said = (line) => JSON.stringify(boxes_of(line).map((box) => box.value));
  const asked = new Map(lines.map((line) => [line, said(line)]));

  // --- The bar. A row's links stand together; what is complete is handed in by the names in the hidden box.
  const of = (kind) => bar.querySelector(`.${kind}`);
  const MOST = 8;
  const tell = (kind, key, links) => {
    const part = of(kind);
    const list = part.querySelector(".links");
    for (const old of list.querySelectorAll(`[data-key="${key}"]`)) old.remove();
    for (const { at, label } of links) {
      const link = document.createElement("a");
      [link.href, link.textContent, link.dataset.key] = [`#${at}`, label, key];
      list.append(link, " ");
    }
    [...list.querySelectorAll("a")].forEach((link, at) => link.classList.toggle("more", at >= MOST));
    part.querySelector(".many").textContent = list.querySelectorAll("a").length;
    part.hidden = !list.querySelector("a");
  };
  const complete = (key, is_ready) => {
    const keys = new Set(form.elements.ready.value.split(" ").filter(Boolean));
    if (is_ready) keys.add(key); else keys.delete(key);
    form.elements.ready.value = [...keys].join(" ");
    const button = bar.querySelector('[value="ready"]');
    button.disabled = !keys.size;
    button.querySelector(".many").textContent = keys.size;
    button.querySelector(".names").textContent = `（${[...keys].join("・")}）`;
  };
  const show = (line, { verdict, warnings, wrong, missing, ready }) => {
    const key = line.dataset.key;
    const into = (place, html) => {
      const fresh = new DOMParser().parseFromString(html, "text/html").body;
      if (fresh.innerHTML.trim() !== place.innerHTML.trim()) place.replaceChildren(...fresh.childNodes);
    };
    into(line.querySelector(".judgement"), verdict);
    into(line.querySelector(".warnings"), warnings);
    for (const old of line.querySelectorAll(".err")) old.remove();
    for (const cell of line.querySelectorAll(".cell")) cell.classList.remove("invalid", "lacks");
    for (const { at, why } of wrong) {
      const cell = document.getElementById(at).closest(".cell");
      const told = document.createElement("div");
      told.className = "err";
      told.textContent = `＊${why}`;
      cell.classList.add("invalid");
      cell.append(told);
    }
    for (const { at } of missing) document.getElementById(at)?.closest(".cell").classList.add("lacks");
    tell("wrong", key, wrong);
    tell("missing", key, missing);
    complete(key, ready);
  };

  // --- Asking: the rows that say something else than when they were asked about last.
  let timer = 0;
  let running = null;
  const ask = async () => {
    const changed = lines.filter((line) => said(line) !== asked.get(line));
    if (!changed.length) return;
    running?.abort();
    running = new AbortController();
    const sent = new Map(changed.map((line) => [line, said(line)]));
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const line of changed) {
      body.append("row", line.dataset.key);
      for (const box of boxes_of(line)) body.append(box.name, box.value);
    }
    try {
      const answer = await fetch(form.dataset.live, { method: "POST", body, credentials: "same-origin", redirect: "error", signal: running.signal });
      if (!answer.ok) return;
      const { rows } = await answer.json();
      for (const [line, was] of sent) {
        asked.set(line, was);
        if (rows[line.dataset.key]) show(line, rows[line.dataset.key]);
      }
    } catch { /* offline, or overtaken by the next key: a save says the same */ }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, SOON);
  };
  if (bar) {
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    bar.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-key]");
      const box = link && link.hash && document.getElementById(link.hash.slice(1));
      if (!box) return; // on another page
      event.preventDefault();
      box.focus();
      box.scrollIntoView({ block: "center", inline: "nearest" });
    });
  }

  // --- Find: to the next row of this page with these words; where there is none, the button asks all pages.
  const find = document.getElementById("find");
  const told = document.getElementById("found");
  let at = -1;
  const hits = () => {
    const words = find.value.normalize("NFKC").trim().toLowerCase();
    const rows = [...form.querySelectorAll("tr[data-code]")];
    return words ? rows.filter((row) => `${row.dataset.code} ${row.querySelector("th a").textContent}`.normalize("NFKC").toLowerCase().includes(words)) : [];
  };
  const mark = () => {
    for (const row of form.querySelectorAll("tr.found")) row.classList.remove("found");
    const rows = hits();
    if (!rows.length) {
      told.textContent = find.value.trim() ? "このページにはありません" : "";
      return false;
    }
    at = (at + 1) % rows.length;
    rows[at].classList.add("found");
    rows[at].scrollIntoView({ block: "center", inline: "nearest" });
    told.textContent = `${rows.length}件中${at + 1}件目`;
    return true;
  };
  find.addEventListener("input", () => { at = -1; mark(); });
  find.closest("form").addEventListener("submit", (event) => {
    if (event.submitter?.type === "submit" && event.submitter.matches(":focus")) return; // the button was meant
    if (mark()) event.preventDefault();
  });
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.keyCode === 229) return;
    form.querySelector("tr.found :is(.cell input, .cell textarea)")?.focus();
  });
})();
