// The table of a department: paste of a block, undo, moving by keys. What is typed is read by the server alone;
// without this script the table is a form of text boxes.
(() => {
  "use strict";
  const errors = document.querySelector(".error-summary");
  if (errors) errors.focus();
  const table = document.getElementById("grid");
  const form = table && table.closest("form");
  const told = document.getElementById("grid-said");
  if (!form || !told) return;
  const tools = form.querySelector(".grid-tools");
  const doing = (name) => form.querySelector(`[data-do="${name}"]`);
  tools.hidden = false;
  doing("all").hidden = false;

  // Every row of the table, also those that cannot be typed into: a pasted block keeps its lines. A cell without a
  // box (a change has none for some) keeps its place in the row.
  const rows = [...table.tBodies[0].rows].map((row) => (
    "open" in row.dataset ? [...row.cells].slice(2, -1).map((cell) => cell.querySelector("input, textarea")) : []
  ));
  const heads = [...table.tHead.rows[0].cells].slice(2, -1).map((cell) => cell.textContent);
  const place = new Map();
  rows.forEach((cells, row) => cells.forEach((box, column) => { if (box) place.set(box, { row, column }); }));
  const before = new Map([...place.keys()].map((box) => [box, box.value])); // as of the last step in `done`
  const saved = new Map(before);
  const done = [];
  const undone = [];
  let leaving = false;

  const say = (text) => { told.textContent = text; };
  const mark = (box) => box.closest(".cell").classList.toggle("changed", box.value !== saved.get(box));
  const tell = () => {
    doing("undo").disabled = !done.length;
    doing("redo").disabled = !undone.length;
    form.dispatchEvent(new Event("change")); // kept_texts.js keeps what scripts put in, too
  };
  const where = (box) => {
    const { row, column } = place.get(box);
    return `${table.tBodies[0].rows[row].querySelector("th a").textContent}の${heads[column]}`;
  };

  // --- Steps: a step is a list of [box, was, now]; typing in one box until it is left is one step.
  const finish = (steps) => {
    if (!steps.length) return;
    for (const [box, , now] of steps) before.set(box, now);
    done.push(steps);
    undone.length = 0;
    tell();
  };
  const finish_typing = () => {
    finish([...place.keys()].filter((box) => box.value !== before.get(box)).map((box) => [box, before.get(box), box.value]));
  };
  const put = (box, text) => {
    box.value = text;
    before.set(box, text);
    mark(box);
  };
  const step_back = (from, to, which, word) => {
    finish_typing();
    const steps = from.pop();
    if (!steps) return;
    for (const step of steps) put(step[0], step[which]);
    to.push(steps);
    tell();
    const box = steps[0][0];
    box.focus();
    say(steps.length > 1 ? `${steps.length}個のセルを${word}。` : `${where(box)}を${word}。`);
  };
  const undo = () => step_back(done, undone, 1, "元に戻しました");
  const redo = () => {
    const kept = [...undone];
    finish_typing();
    if (undone.length === kept.length) step_back(undone, done, 2, "やり直しました");
  };

  // --- Paste. What belongs where is said by pasting.js.
  const sheet = {
    heads,
    columns: table.dataset.columns.split("|"),
    codes: new Map([...table.tBodies[0].rows].map((row, at) => [row.dataset.code, at])),
    names: [...table.tBodies[0].rows].map((row) => row.querySelector("th a").textContent),
    year: table.dataset.year,
    year_name: table.dataset.yearName,
  };
  const code_of = (row) => table.tBodies[0].rows[row].dataset.code;

  const paste = (event) => {
    const start = place.get(event.target);
    if (!start || !event.clipboardData) return;
    const text = event.clipboardData.getData("text/plain");
    const html = event.clipboardData.getData("text/html");
    const many = text.includes("\t") || (/\n./.test(text) && event.target.tagName === "INPUT");
    if (!/<table/i.test(html) && !many) return; // a text like any other
    event.preventDefault();
    finish_typing();
    const laid = window.pasted.lay(window.pasted.read(text, html), start, sheet);
    if (laid.refused) {
      say(`何も貼り付けていません。${laid.refused}`);
      return;
    }
    const steps = [];
    const taken = new Set();
    const closed = new Set();
    let without = 0;
    for (const [row, column, typed] of laid.cells) {
      const box = rows[row][column];
      if (!rows[row].length) closed.add(row);
      else if (!box) without += typed.trim() ? 1 : 0;
      else {
        taken.add(row);
        const now = box.tagName === "TEXTAREA" ? typed : typed.replace(/\n/g, " ");
        if (now !== box.value) steps.push([box, box.value, now]);
      }
    }
    for (const [box, , now] of steps) put(box, now);
    finish(steps);
    const where_to = [...taken].map(code_of).join("・");
    const how = laid.how.length ? `${laid.how.join("と")}に合わせて、` : "";
    let words = steps.length ? `${how}${where_to}の${steps.length}個のセルに貼り付けました。まだ保存していません。` : "変わるセルはありません。";
    if (closed.size) words += `入力できない行（${[...closed].map(code_of).join("・")}）は飛ばしました。`;
    if (without) words += `欄のない${without}個のセルは貼り付けていません。`;
    say(words + laid.left);
  };

  // --- Keys.
  const go = (box, down, right) => {
    const { row, column } = place.get(box);
    let at = row + down;
    let on = column + right;
    if (right) while (on in rows[at] && !rows[at][on]) on += right;
    else while (rows[at] && !rows[at][column]) at += down;
    const next = rows[at] && rows[at][on];
    if (!next) return false;
    next.focus();
    next.select();
    return true;
  };
  const at_edge = (box, end) => {
    const whole = box.selectionStart === 0 && box.selectionEnd === box.value.length;
    if (whole) return true;
    return box.selectionStart === box.selectionEnd && box.selectionStart === (end ? box.value.length : 0);
  };
  const press = (event) => {
    const box = event.target;
    // The Enter that ends a conversion is the input method's; Safari tells of its end before the key.
    if (!place.has(box) || event.isComposing || event.keyCode === 229) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (ctrl && !event.altKey && (key === "z" || key === "y")) {
      event.preventDefault();
      if (key === "z" && !event.shiftKey) undo();
      else redo();
      return;
    }
    if (ctrl) return;
    if (key === "enter") {
      if (box.tagName === "TEXTAREA" && (event.altKey || event.shiftKey)) {
        if (event.altKey) box.setRangeText("\n", box.selectionStart, box.selectionEnd, "end");
        if (event.altKey) event.preventDefault();
        return;
      }
      event.preventDefault(); // and so Enter never hands the form in by accident
      go(box, event.shiftKey ? -1 : 1, 0);
      return;
    }
    if (event.altKey || event.shiftKey) return;
    const moves = { arrowup: [-1, 0, false], arrowdown: [1, 0, true], arrowleft: [0, -1, false], arrowright: [0, 1, true] };
    const move = moves[key];
    if (!move) return;
    const lines = box.tagName === "TEXTAREA" && box.value.includes("\n");
    if ((move[1] || lines) && !at_edge(box, move[2])) return;
    if (go(box, move[0], move[1])) event.preventDefault();
  };

  table.addEventListener("paste", paste);
  table.addEventListener("keydown", press);
  table.addEventListener("focusout", (event) => { if (place.has(event.target)) finish_typing(); });
  table.addEventListener("input", (event) => {
    if (!place.has(event.target)) return;
    mark(event.target);
    doing("undo").disabled = false;
  });
  doing("undo").addEventListener("click", undo);
  doing("redo").addEventListener("click", redo);
  doing("all").addEventListener("click", () => {
    for (const box of table.querySelectorAll('[name="chosen"]')) box.checked = true;
  });
  doing("actual").addEventListener("click", () => {
    finish_typing();
    const steps = rows.filter((cells) => cells[0] && cells[1].value.trim() && !cells[0].value.trim())
      .map((cells) => [cells[0], cells[0].value, "実績"]);
    for (const [box, , now] of steps) put(box, now);
    finish(steps);
    say(steps.length ? `${steps.length}行の値の状態を「実績」にしました。` : "状態が空で値のある行はありません。");
  });
  form.addEventListener("submit", (event) => {
    if (leaving) event.preventDefault(); // a second press
    leaving = true;
  });
  window.addEventListener("pageshow", () => { leaving = false; });
})();
