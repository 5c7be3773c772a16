// Search where no server answers: looks through the index that the export holds, as matching.py and search.py of the
// server do, sign for sign (tests/browser/test_export_search.py holds the two together).
(() => {
  "use strict";

  const place = document.querySelector("[data-search]");
  if (!place) return;
  const limits = place.dataset;
  // Of the index: pairs of kinds, signs that are one, spellings that are one, pairs of words and readings, everything that
  // can be found.
  let index = { kinds: [], same: {}, rules: [], readings: [], entries: [] };

  // What Python calls white space; \s of a browser is another set.
  const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
  const SPACES = new RegExp(SPACE, "u");
  const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "gu");
  // toLowerCase leaves these, which casefold of Python takes further.
  const FURTHER = { "ß": "ss", "ẞ": "ss", "ς": "σ", "\u0345": "ι" };
  // A voiced mark or an accent belongs to the sign before it: か is not found in が.
  const NOT_INSIDE_A_SIGN = "(?![\\u0300-\\u036f\\u3099\\u309a])";
  const NOT_INSIDE_A_FIGURE = "(?<![0-9])";
  const SHORTEST_READING = 2;

  // --- Matching ------------------------------------------------------------------------------------

  const lower = (part) => FURTHER[part] || part.toLowerCase();
  // Katakana to hiragana; the middle dot stays.
  const kana = (part) =>
    part >= "ァ" && part <= "ヶ" && part.length === 1 ? String.fromCharCode(part.charCodeAt(0) - 0x60) : part;
  const same = (part) => (Object.hasOwn(index.same, part) ? index.same[part] : part);

  // The text without width, case, kana and old forms, and for each unit of it at which whole sign of the text it stood.
  const fold = (text) => {
    let folded = "";
    const places = [];
    [...text].forEach((sign, at) => {
      for (const part of [...sign.normalize("NFKD")].map(lower).join("")) {
        const one = kana(same(part));
        folded += one;
        for (let unit = 0; unit < one.length; unit += 1) places.push(at);
      }
    });
    return { folded, places };
  };

  // The folded text by the rules: a compound without the kana of its verbs, in whichever way it was written.
  const withoutKana = (text) => {
    let { folded, places } = fold(text);
    for (const [rule, same] of index.rules) {
      let out = "";
      let kept = [];
      let at = 0;
      for (const match of folded.matchAll(rule)) {
        const right = match.index + match[0].length;
        out += folded.slice(at, match.index) + same;
        kept = kept.concat(places.slice(at, match.index));
        // The last sign of what stands for a word ends where the word ends.
        for (let one = 1; one < same.length; one += 1) kept.push(places[Math.min(match.index + one, right) - 1]);
        if (same) kept.push(places[right - 1]);
        at = right;
      }
      if (!at) continue;
      folded = out + folded.slice(at);
      places = kept.concat(places.slice(at));
    }
    return { folded, places };
  };

  const cut = (query) => [...query].slice(0, Number(limits.longest)).join("");
  // A phrase in quotes is one word; a quote that nothing closes is none.
  const QUOTES = /["“”„＂«»「」『』]/u;
  const written = (query) => {
    const parts = cut(query).split(QUOTES);
    return parts
      .flatMap((part, at) => {
        const words = part.split(SPACES).filter(Boolean);
        return at % 2 === 1 && at < parts.length - 1 ? [words.join(" ")] : words;
      })
      .filter(Boolean);
  };
  const wordsOf = (query) =>
    [...new Set(written(query).map((word) => fold(word).folded).filter(Boolean))].slice(0, Number(limits.most));

  // The folded word, and the words that are read so.
  const spellings = (word) => {
    if ([...word].length < SHORTEST_READING) return [word];
    return [word, ...index.readings.filter(([, reading]) => reading.startsWith(word)).map(([spelt]) => spelt)];
  };
  const plain = (word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  // The spaces of a phrase may be missing in the text. `after`: of the place at which a word with a figure begins.
  const anyOf = (words, after = "") =>
    new RegExp(
      words
        .map((one) => (/^[0-9]/.test(one) ? after : "") + plain(one).replaceAll(" ", " *") + NOT_INSIDE_A_SIGN)
        .join("|"),
      "gu",
    );
  const NEVER = /(?!)/gu;
  const pattern = (word) => anyOf(spellings(word));
  const barePattern = (word) => {
    const bare = spellings(word).map((one) => withoutKana(one).folded).filter(Boolean);
    return bare.length ? anyOf(bare, NOT_INSIDE_A_FIGURE) : NEVER;
  };
  // Each text both ways, as it was typed and without the kana of compounds.
  const bothOf = (text) => ({ typed: fold(text).folded, bare: withoutKana(text).folded });
  const stands = (word, text) => text.typed.search(pattern(word)) >= 0 || text.bare.search(barePattern(word)) >= 0;
  const hasAll = (words, texts) => words.every((word) => texts.some((text) => stands(word, text)));

  // Where the words stand in the text as it was written, merged where they touch.
  const spansOf = (text, words) => {
    const typed = fold(text);
    const bare = withoutKana(text);
    const spans = ({ folded, places }, found) =>
      [...folded.matchAll(found)].map((match) => [
        places[match.index],
        places[match.index + match[0].length - 1] + 1,
      ]);
    const found = words
      .flatMap((word) => [...spans(typed, pattern(word)), ...spans(bare, barePattern(word))])
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
    const width = Number(limits.context);
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

  // Hits by the label of their kind, in the order of the kinds.
  const find = (words) => {
    const groups = new Map(index.kinds.map(([key, label]) => [label, { key, label, hits: [] }]));
    for (const [label, title, url, where, texts] of index.entries) {
      const folded = [title, ...texts].map(bothOf);
      if (!hasAll(words, folded)) continue;
      const reason = texts.find((text, at) => words.some((word) => stands(word, folded[at + 1]))) || "";
      groups.get(label).hits.push({ title, url, where, reason });
    }
    return [...groups.values()].filter((group) => group.hits.length);
  };

  const countOf = (word) => {
    const words = wordsOf(word);
    return index.entries.filter(([, title, , , texts]) => hasAll(words, [title, ...texts].map(bothOf)))
      .length;
  };

  // --- Showing -------------------------------------------------------------------------------------

  const shape = (name) => document.getElementById(`search-${name}`).content.cloneNode(true);
  const address = (q, kind) => `?${new URLSearchParams(kind ? { q, kind } : { q })}`;
  const total = (groups) => groups.reduce((sum, group) => sum + group.hits.length, 0);
  const fill = (node, told) => {
    for (const [name, text] of Object.entries(told)) {
      node.querySelectorAll(`[data-${name}]`).forEach((one) => (one.textContent = text));
    }
    return node;
  };

  const showKinds = (query, every, kind) => {
    if (every.length < 2 && !kind) return [];
    const nav = shape("kinds");
    for (const { key, label, count } of [
      { key: "", label: "すべて", count: total(every) },
      ...every.map((group) => ({ key: group.key, label: group.label, count: group.hits.length })),
    ]) {
      const chip = shape("chip");
      const link = chip.querySelector("a");
      link.href = address(query, key);
      link.textContent = `${label}　${count}件`;
      if (key === kind) link.setAttribute("aria-current", "true");
      nav.querySelector("ul").append(chip);
    }
    return [nav];
  };

  const showCount = (groups, kind) => {
    const count = shape("count");
    count.querySelector("b").textContent = `${total(groups)}件`;
    count.querySelector("span").replaceWith(kind ? `（${groups[0].label}だけを表示）` : "");
    return count;
  };

  const showGroup = (query, group, number, words, kind) => {
    const shown = shape("group");
    const heading = shown.querySelector("h2");
    heading.id = `group-${number}`;
    heading.prepend(group.label);
    heading.querySelector("small").textContent = `　${group.hits.length}件`;
    shown.querySelector("section").setAttribute("aria-labelledby", heading.id);
    const most = kind ? group.hits.length : Number(limits.mostOfAKind);
    shown.querySelector("ul").append(...group.hits.slice(0, most).map((hit) => showHit(hit, words)));
    const all = shown.querySelector("p");
    all.querySelector("a").href = address(query, group.key);
    all.querySelector("a").textContent = `${group.label}の${group.hits.length}件をすべて見る`;
    if (group.hits.length <= most) all.remove();
    return shown;
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

  // Why there is nothing, and what would be found instead.
  const showNothing = (query, every, words, kind) => {
    if (every.length) {
      const label = index.kinds.find(([key]) => key === kind)[1];
      const shown = fill(shape("elsewhere"), { kind: label, query, every: total(every) });
      shown.querySelector("a").href = address(query);
      return shown;
    }
    const single = words.length < 2 ? [] : [...new Set(written(query))]
          .map((word) => (word.includes(" ") ? `"${word}"` : word))
          .map((word) => [word, countOf(word)]);
    const known = single.filter(([, count]) => count);
    if (!known.length) return shape("nothing");
    const shown = shape("single");
    const chip = shown.querySelector("li");
    chip.replaceWith(
      ...known.map(([word, count]) => {
        const one = fill(chip.cloneNode(true), { word, count });
        one.querySelector("a").href = address(word);
        return one;
      }),
    );
    return shown;
  };

  const show = (query, words, asked) => {
    const every = find(words);
    const kind = index.kinds.some(([key]) => key === asked) ? asked : "";
    const chosen = kind ? every.filter((group) => group.key === kind) : every;
    document.querySelector("[data-ways]").hidden = chosen.length > 0;
    place.append(...showKinds(query, every, kind));
    if (!chosen.length) place.append(showNothing(query, every, words, kind));
    else {
      const groups = chosen.map((group, at) => showGroup(query, group, at + 1, words, kind));
      place.append(showCount(chosen, kind), ...groups);
    }
  };

  const answer = async (typed, query, kind) => {
    const heading = `「${query}」の検索結果`;
    document.querySelector("h1").textContent = heading;
    document.title = heading + document.title.slice(document.title.indexOf("｜"));
    if ([...typed].length > Number(limits.longest)) place.append(shape("cut"));
    try {
      const found = await fetch(limits.search);
      if (!found.ok) throw new Error(String(found.status));
      index = await found.json();
      index.rules = index.rules.map(([rule, same]) => [new RegExp(rule, "gu"), same]);
    } catch {
      place.append(shape("failed"));
      return;
    }
    show(query, wordsOf(query), kind);
  };

  const start = async () => {
    const asked = new URLSearchParams(location.search);
    const typed = (asked.get("q") || "").replace(AROUND, "");
    const query = cut(typed);
    document.querySelector("main input[name=q]").value = query;
    if (wordsOf(query).length) await answer(typed, query, asked.get("kind") || "");
    place.dataset.ready = "1";
  };

  start();
})();
