// Search where no server answers: looks through the index that the export holds, as matching.py and search.py of the
// server do, sign for sign (tests/browser/test_export_search.py holds the two together).
(() => {
  "use strict";

  const place = document.querySelector("[data-search]");
  if (!place) return;
  const { longest, most, context } = place.dataset;

  // What Python calls white space; \s of a browser is another set.
  const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
  const SPACES = new RegExp(SPACE, "u");
  const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "gu");
  // toLowerCase leaves these, which casefold of Python takes further.
  const FURTHER = { "ß": "ss", "ẞ": "ss", "ς": "σ", "\u0345": "ι" };
  // A voiced mark or an accent belongs to the sign before it: か is not found in が.
  const NOT_INSIDE_A_SIGN = "(?![\\u0300-\\u036f\\u3099\\u309a])";

  // --- Matching ------------------------------------------------------------------------------------

  const lower = (part) => FURTHER[part] || part.toLowerCase();
  // Katakana to hiragana; the long mark and the middle dot stay.
  const kana = (part) =>
    part >= "ァ" && part <= "ヶ" && part.length === 1 ? String.fromCharCode(part.charCodeAt(0) - 0x60) : part;

  // The text without width, case and kind of kana, and for each unit of it at which whole sign of the text it stood.
  const fold = (text) => {
    let folded = "";
    const places = [];
    [...text].forEach((sign, at) => {
      for (const part of [...sign.normalize("NFKD")].map(lower).join("")) {
        folded += kana(part);
        for (let unit = 0; unit < part.length; unit += 1) places.push(at);
      }
    });
    return { folded, places };
  };

  const wordsOf = (query) => {
    const typed = [...query].slice(0, Number(longest)).join("").split(SPACES);
    return [...new Set(typed.map((word) => fold(word).folded).filter(Boolean))].slice(0, Number(most));
  };
  const pattern = (word) =>
    new RegExp(word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") + NOT_INSIDE_A_SIGN, "gu");
  const stands = (word, folded) => folded.search(pattern(word)) >= 0;

  // Where the words stand in the text as it was written, merged where they touch.
  const spansOf = (text, words) => {
    const { folded, places } = fold(text);
    const found = words
      .flatMap((word) =>
        [...folded.matchAll(pattern(word))].map((match) => [
          places[match.index],
          places[match.index + match[0].length - 1] + 1,
        ]),
      )
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const merged = [];
    for (const [left, right] of found) {
      const last = merged[merged.length - 1];
      if (last && left <= last[1]) last[1] = Math.max(last[1], right);
      else merged.push([left, right]);
    }
    return merged;
  };

  // The text with <mark> around what was found, as nodes; `shortened` to the surroundings of the first hit.
  const marked = (text, words, shortened) => {
    const signs = [...text];
    const spans = spansOf(text, words);
    const width = Number(context);
    let start = 0;
    let end = signs.length;
    if (shortened && end > 3 * width) {
      const first = spans.length ? spans[0][0] : 0;
      start = Math.max(0, first - width);
      end = Math.min(end, first + 2 * width);
    }
    const nodes = [start ? "…" : ""];
    let at = start;
    for (const [from, to] of spans) {
      const left = Math.max(from, at);
      const right = Math.min(to, end);
      if (left >= right) continue;
      const mark = document.createElement("mark");
      mark.textContent = signs.slice(left, right).join("");
      nodes.push(signs.slice(at, left).join(""), mark);
      at = right;
    }
    nodes.push(signs.slice(at, end).join(""), end < signs.length ? "…" : "");
    return nodes;
  };

  const find = (entries, words) => {
    const groups = new Map();
    for (const [group, title, url, where, texts] of entries) {
      const folded = [title, ...texts].map((text) => fold(text).folded);
      if (!words.every((word) => folded.some((text) => stands(word, text)))) continue;
      const reason = texts.find((text, at) => words.some((word) => stands(word, folded[at + 1]))) || "";
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push({ title, url, where, reason });
    }
    return groups;
  };

  // --- Showing -------------------------------------------------------------------------------------

  const shape = (name) => document.getElementById(`search-${name}`).content.cloneNode(true);

  const show = (groups, words) => {
    const hits = [...groups.values()].flat().length;
    if (!hits) return [shape("nothing")];
    const count = shape("count");
    count.querySelector("b").textContent = `${hits}件`;
    return [count, ...[...groups].map(([label, found], at) => showGroup(label, found, at + 1, words))];
  };

  const showGroup = (label, found, number, words) => {
    const group = shape("group");
    const heading = group.querySelector("h2");
    heading.id = `group-${number}`;
    heading.prepend(label);
    heading.querySelector("small").textContent = `　${found.length}件`;
    group.querySelector("section").setAttribute("aria-labelledby", heading.id);
    group.querySelector("ul").append(...found.map((hit) => showHit(hit, words)));
    return group;
  };

  const showHit = (hit, words) => {
    const shown = shape("hit");
    const link = shown.querySelector("a");
    link.href = hit.url;
    link.append(...marked(hit.title, words, false));
    const [where, reason] = shown.querySelectorAll("span");
    const [beforeWhere, beforeReason] = shown.querySelectorAll("br");
    where.append(hit.where);
    reason.append(...marked(hit.reason, words, true));
    if (!hit.where) [where, beforeWhere].forEach((node) => node.remove());
    if (!hit.reason) [reason, beforeReason].forEach((node) => node.remove());
    return shown;
  };

  const fieldOf = (typed) => {
    const shown = [...typed].slice(0, Number(longest)).join("");
    document.querySelector("main input[name=q]").value = shown;
    return shown;
  };

  const start = async () => {
    const typed = (new URLSearchParams(location.search).get("q") || "").replace(AROUND, "");
    const words = wordsOf(typed);
    const shown = fieldOf(typed);
    if (words.length) await answer(shown, typed, words);
    place.dataset.ready = "1";
  };

  const answer = async (shown, typed, words) => {
    const heading = `「${shown}」の検索結果`;
    document.querySelector("h1").textContent = heading;
    document.title = heading + document.title.slice(document.title.indexOf("｜"));
    const cut = [...typed].length > Number(longest) ? [shape("cut")] : [];
    try {
      const index = await fetch(place.dataset.search);
      if (!index.ok) throw new Error(String(index.status));
      place.append(...cut, ...show(find(await index.json(), words), words));
    } catch {
      place.append(...cut, shape("failed"));
    }
  };

  start();
})();
