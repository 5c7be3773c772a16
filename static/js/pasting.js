// What a spreadsheet left on the clipboard: read into rows of cells, and laid onto the rows and columns of a table.
(() => {
  "use strict";
  const CODE = "コード";
  const NAME = "指標";
  const YEAR = "年度";
  const LINKS = "根拠リンク"; // of the file alone
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
    return rows.map((row) => row.map((cell) => bare(cell.textContent)));
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
      const { text: cell, end } = cell_at(source, at, seen?.[lines.length - 1]?.[line.length]);
      line.push(cell);
      if (end >= source.length) return lines;
      if (source[end] === "\n") lines.push([]);
      at = end;
    }
  };

  // --- Laying. `sheet`: heads of its columns, columns of its file, codes and names of its rows, year and its name.
  // `start`: row and column of the cell that the block was pasted into.

  const known_in = (sheet) => new Set([...sheet.columns, ...sheet.heads].map(plain));

  const has_headings = (line, sheet) => {
    const words = line.map(plain).filter(Boolean);
    const known = words.filter((word) => known_in(sheet).has(word)).length;
    return words.some((word) => sheet.heads.map(plain).includes(word)) && (known > 1 || known === words.length);
  };

  // The column that holds a code of the table in each line; -1 where there is none.
  const code_column = (lines, sheet) => lines[0].findIndex((_, column) => {
    const found = lines.map((line) => plain(line[column] ?? ""));
    return found.some((text) => sheet.codes.has(text)) && found.every((text) => /^[0-9]+[A-Z]$/.test(text));
  });

  // For each column of the block: the heading that it has, or the place where it falls.
  const headings_of = (lines, sheet, code, start) => {
    const width = Math.max(...lines.map((line) => line.length));
    const of_name = (line) => plain(sheet.names[sheet.codes.get(plain(line[code]))] ?? "");
    if (code >= 0 && lines.every((line) => !of_name(line) || plain(line[code + 1] ?? "") === of_name(line))) {
      return [...Array(width).keys()].map((column) => sheet.columns[column - code + sheet.columns.indexOf(CODE)]);
    }
    const own = [...Array(width).keys()].filter((column) => column !== code);
    const beyond = (column) => `右に${column - sheet.heads.length + 1}列目`;
    return [...Array(width).keys()].map((column) => {
      if (column === code) return CODE;
      const place = start.column + own.indexOf(column);
      return sheet.heads[place] ?? beyond(place);
    });
  };

  const twice = (texts) => texts.find((text, at) => text && texts.indexOf(text) !== at);
  const is_of_year = (text, sheet) => !text || [sheet.year, `${sheet.year}年度`].includes(text) || text.startsWith(sheet.year_name);

  // Why nothing of the block can be taken; "" where it can.
  const refusal_of = (lines, headings, by_heading, sheet) => {
    const holds = (column) => lines.some((line) => (line[column] ?? "").trim());
    const columns = headings.map(plain);
    const codes = columns.includes(CODE) ? lines.map((line) => plain(line[columns.indexOf(CODE)] ?? "")) : [];
    const year = columns.indexOf(YEAR);
    const other = year < 0 ? undefined : lines.map((line) => plain(line[year] ?? "")).find((text) => !is_of_year(text, sheet));
    if (by_heading && twice(columns)) return `見出し「${twice(columns)}」の列が2つあります。`;
    if (twice(codes)) return `${twice(codes)}の行が2つあります。`;
    if (other) return `${other}の表です。この画面は${sheet.year_name}の値を入れます。`;
    const beyond = by_heading ? 0 : headings.filter((word, column) => holds(column) && !known_in(sheet).has(plain(word))).length;
    return beyond ? `範囲の右の${beyond}列が、表からはみ出します。始めるセルを確かめてください。` : "";
  };

  // What of the block finds no place, in words.
  const left_of = (lines, headings, strange, below, sheet) => {
    const given = new Set([...sheet.columns.filter((word) => word !== LINKS), ...sheet.heads].map(plain));
    const holds = (column) => lines.some((line) => (line[column] ?? "").trim());
    const unused = headings.filter((word, column) => holds(column) && !given.has(plain(word)));
    const words = [];
    if (unused.length) words.push(`この表にない列（${unused.map((word) => word.trim() || "見出しなし").join("・")}）`);
    if (strange.length) words.push(`この表にない行（${[...new Set(strange)].join("・")}）`);
    if (below) words.push(`表からはみ出した分（下の${below}行）`);
    return words.length ? `${words.join("、")}は貼り付けていません。` : "";
  };

  // { cells: [row, column, text] each; refused: why nothing can be taken; how: by what it was matched; left: what is not
  // taken, in words }
  const lay = (block, start, sheet) => {
    const headed = has_headings(block[0], sheet);
    const lines = headed ? block.slice(1) : block;
    if (!lines.length) return { cells: [], refused: "見出しだけの範囲です。", how: [], left: "" };
    const code = headed ? block[0].map(plain).indexOf(CODE) : code_column(lines, sheet);
    const headings = headed ? block[0] : headings_of(lines, sheet, code, start).map((word) => word ?? "");
    const by_heading = headed || headings.includes(NAME);
    const places = headings.map((word) => sheet.heads.map(plain).indexOf(plain(word)));
    const cells = [];
    const strange = [];
    let below = 0;
    lines.forEach((line, down) => {
      const word = code < 0 ? "" : plain(line[code] ?? "");
      const row = code < 0 ? start.row + down : sheet.codes.get(word);
      if (row === undefined) {
        if (line.some((text) => text.trim())) strange.push(word || "コードのない行");
      } else if (row >= sheet.names.length) below += 1;
      else line.forEach((text, column) => { if (places[column] >= 0) cells.push([row, places[column], text]); });
    });
    return {
      cells,
      refused: refusal_of(lines, headings, by_heading, sheet),
      how: [...(by_heading ? ["見出し"] : []), ...(code < 0 ? [] : [CODE])],
      left: left_of(lines, headings, strange, below, sheet),
    };
  };

  window.pasted = { read, lay };
})();
