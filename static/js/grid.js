// The table of values: paste of a block, undo, filling down, moving by keys as in a spreadsheet. What is typed is read by the
// server alone; without this script the table is a form of text boxes.
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

  // Every row of the table, also those that cannot be typed into: a pasted block keeps its lines. A cell without a
  // box (a change has none for some) keeps its place in the row.
  const lines = [...table.querySelectorAll("tr[data-code]")];
  const named = [...table.tHead.querySelectorAll("th[data-name]")];
  const rows = lines.map((row) => (
    "open" in row.dataset ? named.map((head) => form.elements[`${row.dataset.key}-${head.dataset.name}`] || null) : []
  ));
  const heads = named.map((head) => head.querySelector(".head-word").textContent);
  const place = new Map();
  rows.forEach((cells, row) => cells.forEach((box, column) => { if (box) place.set(box, { row, column }); }));
  const before = new Map([...place.keys()].map((box) => [box, box.value])); // as of the last step in `done`
  const saved = new Map(before);
  const done = [];
  const undone = [];
  let leaving = false;
  const PLACE = "grid-place";

  const say = (text) => { told.textContent = text; };
  const mark = (box) => box.closest(".cell").classList.toggle("changed", box.value !== saved.get(box));
  const tell = () => {
    doing("undo").disabled = !done.length;
    doing("redo").disabled = !undone.length;
    form.dispatchEvent(new Event("change")); // kept_texts.js keeps what scripts put in, too
  };
  const where = (box) => {
    const { row, column } = place.get(box);
    return `${lines[row].querySelector("th a").textContent}の${heads[column]}`;
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
  const many = "many" in table.dataset; // an indicator has a row for each of several years
  const first_of = (row) => lines.findIndex((one) => one.dataset.code === row.dataset.code);
  const heads_of_all = [...table.tHead.querySelectorAll("th")];
  const bare_text = (cell) => {
    const copy = cell.cloneNode(true);
    for (const aside of copy.querySelectorAll("small, .sr, .cell-label")) aside.remove();
    return copy.textContent.trim();
  };
  // Units and figures; a verdict and a state go along with what is typed.
  const given = heads_of_all.map((head, at) => [head, at]).filter(([head], at) => at > 2 && !("name" in head.dataset)
    && (head.classList.contains("n") || at === 3));
  const sheet = {
    given: new Map(given.map(([head, at]) => [
      head.querySelector(".head-word").textContent.trim(),
      lines.map((row) => bare_text(row.cells[at])),
    ])),
    called: (row) => code_of(row),
    heads,
    columns: table.dataset.columns.split("|"),
    codes: new Map(lines.map((row) => [row.dataset.code, first_of(row)])),
    names: lines.map((row, at) => (first_of(row) === at ? row.querySelector("th a").textContent : `#${at}`)),
    year: table.dataset.year,
    year_name: table.dataset.yearName,
    elsewhere: new Set(table.dataset.elsewhere.split(" ")),
    // Of the rows of one indicator that of a year as people write it.
    of_year: many && ((row, text) => {
      const is_year = ({ year, yearName }) => [year, `${year}年度`, yearName, yearName.replace(/度$/, "")].includes(text);
      const at = lines.findIndex((one) => one.dataset.code === lines[row]?.dataset.code && is_year(one.dataset));
      return at < 0 ? undefined : at;
    }),
  };
  const code_of = (row) => lines[row].dataset.key;

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

  // --- Keys. A cell that was come to is chosen whole: what is typed replaces it. F2 goes into its text, Escape brings back
  // what stood there. Shift and an arrow, or a press with Shift, choose a range of the column.
  let into = null; // the box whose text is being mended
  let range = [];
  const choose = (boxes) => {
    for (const box of range) box.closest(".cell").classList.remove("ranged");
    range = boxes;
    for (const box of range) box.closest(".cell").classList.add("ranged");
  };
  const between = (one, other) => {
    const [from, to] = [place.get(one), place.get(other)];
    const [top, end] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
    return rows.slice(top, end + 1).map((cells) => cells[from.column]).filter(Boolean);
  };
  const go = (box, down, right) => {
    const { row, column } = place.get(box);
    let at = row + down;
    let on = column + right;
    if (right) while (on in rows[at] && !rows[at][on]) on += right;
    else while (rows[at] && !rows[at][column]) at += down;
    const next = rows[at] && rows[at][on];
    if (!next) return null;
    next.focus();
    next.select();
    return next;
  };
  const at_edge = (box, end) => {
    const whole = box.selectionStart === 0 && box.selectionEnd === box.value.length;
    if (whole) return true;
    return box.selectionStart === box.selectionEnd && box.selectionStart === (end ? box.value.length : 0);
  };
  const save = () => form.requestSubmit(form.querySelector('.sticky-bar [value="draft"]'));

  // The range from its first cell down; of one cell alone what stands above it.
  const fill_down = (box) => {
    finish_typing();
    const { row, column } = place.get(box);
    const above = rows.slice(0, row).map((cells) => cells[column]).filter(Boolean).pop();
    const boxes = range.length > 1 ? range : [above, box].filter(Boolean);
    const steps = boxes.slice(1).filter((one) => one.value !== boxes[0].value).map((one) => [one, one.value, boxes[0].value]);
    for (const [one, , now] of steps) put(one, now);
    finish(steps);
    say(steps.length ? `${steps.length}個のセルに「${boxes[0].value}」を写しました。` : "写すものはありません。");
  };
  let last = null; // the cell that was typed into last: a button takes the focus
  const fill_empty = () => {
    if (range.length > 1) { fill_down(range[0]); return; }
    if (!last) { say("写すセルを選んでから押してください。"); return; }
    finish_typing();
    const { row, column } = place.get(last);
    const steps = rows.slice(row + 1).map((cells) => cells[column]).filter((box) => box && !box.value.trim())
      .map((box) => [box, box.value, last.value]);
    for (const [box, , now] of steps) put(box, now);
    finish(steps);
    say(steps.length ? `下の空いている${steps.length}個のセルに「${last.value}」を写しました。` : "下に空いているセルはありません。");
  };

  const with_ctrl = (event, key, box) => {
    const acts = {
      z: () => (event.shiftKey ? redo() : undo()),
      y: redo,
      s: save,
      d: () => fill_down(box),
    };
    if (event.altKey || !(key in acts)) return;
    event.preventDefault();
    acts[key]();
  };
  const mend = (box) => {
    into = box;
    choose([]);
    box.setSelectionRange(box.value.length, box.value.length);
  };
  const give_up = (box) => {
    if (box.value !== before.get(box)) put(box, before.get(box));
    into = null;
    choose([]);
    box.select();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const moves = { arrowup: [-1, 0, false], arrowdown: [1, 0, true], arrowleft: [0, -1, false], arrowright: [0, 1, true] };
  const stretch = (box, down) => {
    const from = range.length ? (range[0] === box ? range[range.length - 1] : range[0]) : box;
    const next = go(box, down, 0);
    if (next) choose(between(from, next));
  };
  const press = (event) => {
    const box = event.target;
    // The Enter that ends a conversion is the input method's; Safari tells of its end before the key.
    if (!place.has(box) || event.isComposing || event.keyCode === 229) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      with_ctrl(event, key, box);
      return;
    }
    if (key === "f2" || key === "escape") {
      event.preventDefault();
      if (key === "f2") mend(box);
      else give_up(box);
      return;
    }
    if (key === "enter") {
      if (box.tagName === "TEXTAREA" && (event.altKey || event.shiftKey)) {
        if (event.altKey) box.setRangeText("\n", box.selectionStart, box.selectionEnd, "end");
        if (event.altKey) event.preventDefault();
        return;
      }
      event.preventDefault(); // and so Enter never hands the form in by accident
      choose([]);
      go(box, event.shiftKey ? -1 : 1, 0);
      return;
    }
    const move = moves[key];
    if (!move || event.altKey || into === box) return;
    const long = box.tagName === "TEXTAREA" && box.value.includes("\n");
    if (event.shiftKey) {
      if (move[1] || (long && !at_edge(box, move[2]))) return;
      event.preventDefault();
      stretch(box, move[0]);
      return;
    }
    if ((move[1] || long) && !at_edge(box, move[2])) return;
    choose([]);
    if (go(box, move[0], move[1])) event.preventDefault();
  };
  const point = (event) => {
    const box = event.target.closest?.(".cell :is(input, textarea)");
    if (!place.has(box)) return;
    if (event.shiftKey && last && place.get(last).column === place.get(box).column) {
      event.preventDefault();
      choose(between(last, box));
      box.focus();
    } else {
      choose([]);
      if (document.activeElement === box) into = box; // a second press is within the text
    }
  };

  table.addEventListener("paste", paste);
  table.addEventListener("keydown", press);
  table.addEventListener("mousedown", point);
  table.addEventListener("focusin", (event) => { if (place.has(event.target)) last = event.target; });
  table.addEventListener("focusout", (event) => {
    if (!place.has(event.target)) return;
    finish_typing();
    if (into === event.target) into = null;
  });
  table.addEventListener("input", (event) => {
    if (!place.has(event.target)) return;
    mark(event.target);
    doing("undo").disabled = false;
  });
  doing("undo").addEventListener("click", undo);
  doing("redo").addEventListener("click", redo);
  doing("down").addEventListener("click", fill_empty);
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
    try { sessionStorage.setItem(PLACE, last?.name || ""); } catch { /* no room: it begins at its top */ }
  });
  // After a save it goes on where it was.
  try {
    const name = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    if (name && !errors) form.elements[name]?.focus();
  } catch { /* nothing was kept */ }
  window.addEventListener("pageshow", () => { leaving = false; });
})();
