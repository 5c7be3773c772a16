// What a spreadsheet left on the clipboard: read into rows of cells, and laid onto the rows and columns of a table.
(() => {
  "use strict";
  const CODE = "コード";
  const NAME = "指標";
  const YEAR = "年度";
  const LINKS = "根拠リンク";
  const OF_FILE = [LINKS, "公表中の説明"]; // columns that the file alone has to write or read in
  const PROSE = ["説明", "変更の理由"];
  const BEHIND_LINKS = ["出典", "出典のリンク", "分子", "分母", "回答数", "届かない理由", "次にすること"]; // columns of the table that stand behind those of links in the file
  const ADDRESS = /^\s*https?:/i;
  const OTHER_YEAR = /年度の?値$/;
  const MOST_GREY = 5; // so many changed grey cells are named
  const LONGEST = 12; // letters of a line that a message shows
  const bare = (text) => text.replace(/\s+/g, "");
  const plain = (text) => bare(text.normalize("NFKC"));

  // --- Reading. Excel puts a cell into quotation marks, and doubles those in it, where it holds a line break; a cell
  // that only begins with a mark comes as it is. The table beside the text, where a program gives one, says which.

  // The text of each cell without spaces; null where there is no table, or one with joined cells.
  const table_of = (html) => {
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    const rows = table ? [...table.rows].map((row) => [...row.cells]) : [];
    const joined = (cell) => cell.colSpan > 1 || cell.rowSpan > 1;
    if (!rows.length || rows.some((row) => !row.length || row.some(joined))) return null;
    return rows.map((row) => row.map((cell) => ({ seen: bare(cell.textContent), text: lines_in(cell) })));
  };

  // A cell's text with the ends of its lines and paragraphs.
  const lines_in = (cell) => {
    const copy = cell.cloneNode(true);
    for (const end of copy.querySelectorAll("br, p + p, div + div, li + li")) end.before("\n");
    return copy.textContent.replace(/[^\S\n]+/g, " ").replace(/ ?\n ?/g, "\n").trim();
  };

  // A program that writes a table of text (Word, a browser) leaves line ends within cells without marks: then each is a row of
  // its own, and the table beside it, which says the same, tells the cells apart.
  const as_in_table = (lines, table) => {
    if (!table || (lines.length === table.length && lines.every((line, at) => line.length === table[at].length))) return lines;
    const all = (cells) => bare(cells.flat().join(""));
    const same = all(lines) === all(table.map((row) => row.map((cell) => cell.seen)));
    return same ? table.map((row) => row.map((cell) => cell.text)) : lines;
  };

  // The quoted cell that begins at `at`, without its marks, and where it ends; null where there is none.
  const quoted = (source, at) => {
    let text = "";
    for (let end = at + 1; end < source.length; end += 1) {
      if (source[end] !== '"') text += source[end];
      else if (source[end + 1] === '"') { text += '"'; end += 1; } else {
        return [undefined, "\t", "\n"].includes(source[end + 1]) ? { text, end: end + 1 } : null;
      }
    }
    return null;
  };

  // Whether the marks are the program's: nobody types a tab into a cell, and a mark alone at the end of a line is 〃.
  const by_program = (text) => !text.includes("\t") && (text.includes("\n") ? text[0] !== "\n" : text.includes('"'));

  const cell_at = (source, at, seen) => {
    const rest = /[^\t\n]*/y;
    rest.lastIndex = at;
    const as_it_is = { text: rest.exec(source)[0], end: rest.lastIndex };
    const other = source[at] === '"' ? quoted(source, at) : null;
    if (!other) return as_it_is;
    if (seen !== undefined && bare(other.text) === seen) return other;
    if (seen !== undefined && bare(as_it_is.text) === seen) return as_it_is;
    return by_program(other.text) ? other : as_it_is;
  };

  const read = (text, html) => {
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const seen = table_of(html);
    const lines = [[]];
    for (let at = 0; ; at += 1) {
      const line = lines[lines.length - 1];
      const { text: cell, end } = cell_at(source, at, seen?.[lines.length - 1]?.[line.length]?.seen);
      line.push(cell);
      if (end >= source.length) return as_in_table(lines, seen);
      if (source[end] === "\n") lines.push([]);
      at = end;
    }
  };

  // --- Laying. `sheet`: heads of its columns, columns of its file, codes and names of its rows, year and its name; `given`:
  // by head what the grey cells of each row say; `called`: the name of a row.
  // `start`: row and column of the cell that the block was pasted into. A line of the block goes by the code or the
  // name of its row as soon as one line has one; where it falls in the block says nothing then.

  const has_text = (line) => line.some((text) => text.trim());
  const known_in = (sheet) => new Set([...sheet.columns, ...sheet.heads].map(plain));

  // A heading without the year of the table before it (令和4年度の値).
  const heading_of = (text, sheet) => {
    const word = plain(text);
    const year = [sheet.year_name, `${sheet.year}年度`].find((name) => word.startsWith(name));
    const rest = year ? word.slice(year.length).replace(/^の/, "") : "";
    return known_in(sheet).has(word) || !sheet.heads.map(plain).includes(rest) ? word : rest;
  };

  // Where the headings stand: under a title or blank lines, too; -1 where there are none.
  const headings_at = (block, sheet) => block.slice(0, 3).findIndex((line, at) => {
    const words = line.map((text) => heading_of(text, sheet)).filter(Boolean);
    const known = words.filter((word) => known_in(sheet).has(word) || OTHER_YEAR.test(word)).length;
    const alone = known === words.length && !block.slice(0, at).some(has_text);
    return words.some((word) => [CODE, NAME, ...sheet.heads.map(plain)].includes(word)) && (known > 1 || alone);
  });

  // The row with the code that a cell holds, perhaps after 指標 and before a name. In a column of explanations
  // (`is_prose`) a code before other words is part of a sentence.
  const row_of_code = (text, sheet, is_prose) => {
    const word = text.normalize("NFKC").trim();
    const [, code, behind] = /^(?:指標)?[\s:]*([0-9]+\s*[a-z])(?![a-z0-9])(.*)$/is.exec(word) ?? [];
    const row = sheet.codes.get(plain(code ?? "").toUpperCase());
    const rest = plain(behind ?? "").replace(/^[^\p{L}\p{N}]+/u, "");
    const apart = !is_prose && /^[\s\p{P}]/u.test(behind ?? "");
    return row !== undefined && (!rest || apart || plain(sheet.names[row]).startsWith(rest)) ? row : undefined;
  };

  // The row with this name; undefined where two have it.
  const row_of_name = (text, sheet) => {
    const names = sheet.names.map(plain);
    const row = names.indexOf(plain(text));
    return row >= 0 && names.lastIndexOf(plain(text)) === row ? row : undefined;
  };

  // By which column the lines are matched: { column, word, row_of }; null where by none. `words`: the headings, or [].
  const key_of = (lines, words, start, sheet) => {
    const columns = [...Array(Math.max(...lines.map((line) => line.length))).keys()];
    const free = columns.filter((column) => !sheet.heads.map(plain).includes(words[column]));
    const is_prose = (column) => !words.length && PROSE.includes(sheet.heads[start.column + column]);
    const ways = [
      { word: CODE, row_of: (text, column) => row_of_code(text, sheet, is_prose(column)) },
      { word: NAME, row_of: (text) => row_of_name(text, sheet) },
    ];
    for (const { word, row_of } of ways) {
      const found = (column) => lines.filter((line) => row_of(line[column] ?? "", column) !== undefined).length;
      const best = free.reduce((most, column) => (found(column) > found(most) ? column : most), free[0]);
      if (best !== undefined && found(best)) return { column: best, word, row_of: (text) => row_of(text, best) };
    }
    const way = ways.find(({ word }) => words.includes(word));
    return way ? { column: words.indexOf(way.word), word: way.word, row_of: way.row_of } : null;
  };

  // What is counted by calendar year says 令和7年 of the same number.
  const is_of_year = (text, sheet) =>
    !text || new RegExp(`^${sheet.year}(年度?)?$`).test(text) || text.startsWith(sheet.year_name.replace(/度$/, ""));

  // What the columns without headings hold: as in the file where the year stands at its place beside code or name,
  // else from the start to the right, and beyond the table as the file goes on.
  const words_of = (lines, key, start, sheet) => {
    const columns = [...Array(Math.max(...lines.map((line) => line.length))).keys()];
    const in_file = (column) => sheet.columns[column - key.column + sheet.columns.indexOf(key.word)] ?? "";
    const year = columns.find((column) => key && in_file(column) === YEAR);
    const years = lines.map((line) => plain(line[year] ?? ""));
    if (years.some((text) => /^[0-9]{4}$|年度?$/.test(text))) return columns.map(in_file);
    const names = columns.filter((column) => key && lines.some((line) => row_of_name(line[column] ?? "", sheet) !== undefined));
    const own = columns.filter((column) => column !== key?.column && !names.includes(column));
    const behind = sheet.columns.slice(sheet.columns.indexOf(LINKS));
    // A block that begins before the links of evidence goes through them: what stands behind is found by its heading.
    const inline = sheet.heads.filter((head) => !BEHIND_LINKS.includes(plain(head)));
    const heads = start.column < inline.length ? inline : sheet.heads;
    const links = lines.map((line) => line[own[heads.length - start.column]] ?? "");
    const goes_on = start.column === 0 && links.every((text) => !text.trim() || ADDRESS.test(text));
    return columns.map((column) => {
      if (!own.includes(column)) return column === key.column ? key.word : NAME;
      const place = start.column + own.indexOf(column);
      const beyond = place - heads.length;
      return heads[place] ?? ((goes_on && behind[beyond]) || `右に${beyond + 1}列目`);
    });
  };

  const twice = (texts) => texts.find((text, at) => text !== undefined && text !== "" && texts.indexOf(text) !== at);

  // Why nothing of the block can be taken; "" where it can. `lines`: those with a row.
  const refusal_of = (lines, rows, words, headed, sheet) => {
    const holds = (column) => lines.some((line) => (line[column] ?? "").trim());
    const year = words.indexOf(YEAR);
    if (sheet.of_year && !headed && year < 0) return "";
    if (sheet.of_year) return twice(rows) === undefined ? "" : "同じ指標と年度の行が2つあります。";
    const other = year < 0 ? undefined : lines.map((line) => plain(line[year] ?? "")).find((text) => !is_of_year(text, sheet));
    if (headed && twice(words)) return `見出し「${twice(words)}」の列が2つあります。`;
    if (twice(rows) !== undefined) return `${[...sheet.codes.keys()][twice(rows)]}の行が2つあります。`;
    if (other) return `${other}の表です。この画面は${sheet.year_name}の値を入れます。`;
    const beyond = headed ? 0 : words.filter((word, column) => holds(column) && !known_in(sheet).has(plain(word))).length;
    return beyond ? `範囲の右の${beyond}列が、表からはみ出します。始めるセルを確かめてください。` : "";
  };

  // What of the block finds no place, in words.
  const left_of = (lines, words, strange, below, sheet) => {
    const given = new Set([...sheet.columns.filter((word) => !OF_FILE.includes(word)), ...sheet.heads].map(plain));
    const holds = (column) => lines.some((line) => (line[column] ?? "").trim());
    const unused = words.filter((word, column) => holds(column) && !given.has(plain(word)));
    const left = [];
    if (unused.length) left.push(`この表にない列（${unused.map((word) => word.trim() || "見出しなし").join("・")}）`);
    if (strange.length) left.push(`この表にない行（${[...new Set(strange)].join("・")}）`);
    if (below) left.push(`表からはみ出した分（下の${below}行）`);
    return left.length ? `${left.join("、")}は貼り付けていません。` : "";
  };

  // Given cells (grey) of which the block says something else than the table: what is typed there is taken by nobody.
  const figure = (text) => /^[-+]?[0-9.]+/.exec(plain(text).replace(/,/g, "").replace(/[△▲−]/g, "-"))?.[0];
  const is_other = (text, shown) => {
    const [now, was] = [plain(text), plain(shown)];
    if (["", "-", "—", was].includes(now)) return false;
    return figure(now) === undefined || Number(figure(now)) !== Number(figure(was));
  };
  const grey_of = (taken, words, sheet) => {
    const changed = taken.flatMap(([row, line]) => line.flatMap((text, column) => {
      const shown = sheet.given.get(plain(words[column] ?? ""))?.[row];
      return shown !== undefined && is_other(text, shown) ? [`${sheet.called(row)}の${words[column].trim()}`] : [];
    }));
    if (!changed.length) return "";
    const more = changed.length > MOST_GREY ? `、ほか${changed.length - MOST_GREY}個` : "";
    return `灰色のセル（${changed.slice(0, MOST_GREY).join("・")}${more}）は貼り付けていません。`;
  };

  // How a line without a row is called: by its code, or by what it begins with.
  const called = (line, key) => {
    const text = (line[key?.column] ?? "").trim() || line.map((cell) => cell.trim()).find(Boolean);
    return [...text].length > LONGEST ? `${[...text].slice(0, LONGEST).join("")}…` : text;
  };

  // { cells: [row, column, text] each; refused: why nothing can be taken; how: by what it was matched; left: what is not
  // taken, in words }
  const lay = (block, start, sheet) => {
    const at = headings_at(block, sheet);
    const headed = at >= 0;
    const under = block.slice(at + 1);
    const lines = headed ? under.slice(Math.max(0, under.findIndex(has_text))) : under;
    if (!lines.some(has_text) && headed) return { cells: [], refused: "見出しだけの範囲です。", how: [], left: "" };
    const headings = headed ? block[at].map((text) => heading_of(text, sheet)) : [];
    const key = key_of(lines, headings, start, sheet);
    const words = headed ? headings : words_of(lines, key, start, sheet);
    const places = words.map((word) => sheet.heads.map(plain).indexOf(plain(word)));
    if (places.every((place) => place < 0) && headed) {
      return { cells: [], refused: `見出し（${words.filter(Boolean).join("・")}）に、この表に入れる列がありません。`, how: [], left: "" };
    }
    const above = headed ? block.slice(0, at).filter(has_text) : [];
    const year = words.indexOf(YEAR);
    if (sheet.of_year && key && year < 0) {
      return { cells: [], refused: "年度が2つ以上ある表です。年度の列も一緒にコピーするか、1つの年度の表を開いてください。", how: [], left: "" };
    }
    const own_row = (line) => {
      const row = key.row_of(line[key.column] ?? "");
      return sheet.of_year && row !== undefined ? sheet.of_year(row, plain(line[year] ?? "")) : row;
    };
    const placed = lines.map((line, down) => [key ? own_row(line) : start.row + down, line]);
    const taken = placed.filter(([row]) => row < sheet.names.length);
    const is_elsewhere = (line) => {
      const code = plain(line[key?.column] ?? "").toUpperCase();
      return code !== "" && sheet.elsewhere?.has(code); // a page that is whole names none, as one empty word
    };
    const far = placed.filter(([row, line]) => row === undefined && is_elsewhere(line)).map(([, line]) => called(line, key));
    const strange = [...above, ...placed.filter(([row, line]) => row === undefined && has_text(line)).map(([, line]) => line)];
    const below = placed.map(([row, line]) => row >= sheet.names.length && has_text(line)).lastIndexOf(true) + 1;
    return {
      cells: taken.flatMap(([row, line]) => line.map((text, column) => [row, places[column], text])).filter(([, place]) => place >= 0),
      refused: refusal_of(taken.map(([, line]) => line), taken.map(([row]) => row), words, headed, sheet),
      how: [...(headed || words.includes(YEAR) ? ["見出し"] : []), ...(key ? [key.word === NAME ? "指標の名前" : CODE] : [])],
      left: `${grey_of(taken, words, sheet)}${far.length ? `ほかのページの行（${[...new Set(far)].join("・")}）は、そのページを開いて貼り付けてください。` : ""}${left_of(taken.map(([, line]) => line), words, strange.filter((line) => !is_elsewhere(line)).map((line) => called(line, key)), Math.max(0, below - taken.length), sheet)}`,
    };
  };

  window.pasted = { read, lay };
})();
