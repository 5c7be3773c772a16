// How the library's chart is drawn in the place of a drawing, and saved as a picture; charts.js fetches this.
(() => {
  "use strict";

  const config = {
    locale: "ja",
    displaylogo: false,
    displayModeBar: false,
    showSendToCloud: false,
    plotlyServerURL: "",
    scrollZoom: false,
    doubleClick: false,
    showTips: false,
  };
  // The few words and formats that these charts can show, in Japanese.
  const japanese = {
    moduleType: "locale",
    name: "ja",
    dictionary: { "Click to enter Plotly Chart Studio": "", "Double-click to zoom back out": "" },
    format: {
      days: ["日曜日", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日"],
      shortDays: ["日", "月", "火", "水", "木", "金", "土"],
      months: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
      shortMonths: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
      date: "%Y年%-m月%-d日",
      decimal: ".",
      thousands: ",",
      year: "%Y年",
      month: "%Y年%-m月",
      dayMonth: "%-m月%-d日",
      dayMonthYear: "%Y年%-m月%-d日",
    },
  };
  const isPlain = (thing) => thing !== null && typeof thing === "object" && !Array.isArray(thing);

  // A copy of `base` with `extra` laid over it, object by object; lists are replaced as a whole.
  const merge = (base, extra) => {
    const merged = { ...base };
    for (const [key, value] of Object.entries(extra)) {
      merged[key] = isPlain(value) && isPlain(merged[key]) ? merge(merged[key], value) : value;
    }
    return merged;
  };

  // `part`: "wide" or "narrow", as large as that drawing of the server and with its words in their places.
  const shape = (figure, part) => {
    const base = { autosize: false, dragmode: false, ...figure.layout };
    base.font = { family: getComputedStyle(document.body).fontFamily, size: 14, ...base.font };
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) base.transition = { duration: 0 };
    const layout = merge(base, figure[part]);
    // Plotly writes into what it is given: a copy each time, so that the figure of the page stays as it came.
    return { data: structuredClone(figure.data), layout: structuredClone(layout) };
  };

  // --- The chart as a picture ---------------------------------------------------------------------
  // The library's own mode bar appears under a mouse only; this button is there for keys and fingers too.

  const WIDTH = 2000;
  const SIGNS_A_LINE = 36;
  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const lines = (text) => {
    const found = [];
    let line = "";
    let width = 0;
    for (const sign of text) {
      width += sign.charCodeAt(0) < 256 ? 0.55 : 1;
      line += sign;
      if (width >= SIGNS_A_LINE) {
        found.push(line);
        line = "";
        width = 0;
      }
    }
    return [...found, line].filter(Boolean);
  };

  // A picture travels alone: it says what it shows, where it comes from and of which day it is.
  const asPicture = (plot, figure) => {
    const { data, layout } = shape(figure, "wide");
    const told = [plot.dataset.name || "", plot.dataset.sentence || ""].flatMap(lines);
    const day = new Date().toLocaleDateString("ja-JP", { year: "numeric", month: "long", day: "numeric" });
    const sources = [document.title, `${location.href.split("#")[0]}　${day}に保存`].flatMap(lines);
    const [head, foot] = [36 + 24 * told.length, 16 + 20 * sources.length];
    const margin = { ...layout.margin, t: layout.margin.t + head, b: layout.margin.b + foot };
    const height = layout.height + head + foot;
    const mark = (text, y, yanchor, size) => ({
      text, x: 0, y, xref: "container", yref: "container", xanchor: "left", yanchor, pad: { l: 20, t: 24, b: 12 },
      font: { size },
    });
    const note = sources.map((line, place) => ({
      text: plain(line), xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left", yanchor: "top", align: "left",
      xshift: 20 - margin.l, yshift: foot - margin.b - 20 * place, showarrow: false, font: { size: 12, color: "#4d4d4f" },
    }));
    return {
      data,
      layout: {
        ...layout,
        height,
        margin,
        title: mark(told.map(plain).join("<br>"), 1, "top", 16),
        annotations: [...layout.annotations, ...note],
      },
      config,
    };
  };

  const figures = new Map();
  const save = async (plot) => {
    const picture = asPicture(plot, figures.get(plot));
    await Plotly.downloadImage(picture, {
      format: "png",
      filename: plot.dataset.figure.replace(/-data$/, ""),
      width: picture.layout.width,
      height: picture.layout.height,
      scale: WIDTH / picture.layout.width,
    });
  };

  const draw = async (plot, figure) => {
    const [wide, narrow] = plot.querySelectorAll(".drawn");
    const shown = () => (narrow.getBoundingClientRect().width ? "narrow" : "wide");
    // Over the drawing, which keeps its place, and of its size: nothing on the page moves.
    const live = Object.assign(document.createElement("div"), { className: "live" });
    const fit = () => {
      const drawing = part === "wide" ? wide : narrow;
      live.style.transform = `scale(${drawing.getBoundingClientRect().width / figure[part].width})`;
    };
    let part = shown();
    figures.set(plot, figure);
    plot.append(live);
    const first = shape(figure, part);
    fit();
    try {
      await Plotly.newPlot(live, first.data, first.layout, config);
    } catch (problem) {
      live.remove();
      throw problem;
    }
    // The library measures texts in a drawing of its own, which would be read out as a picture without a name.
    document.getElementById("js-plotly-tester")?.setAttribute("aria-hidden", "true");
    plot.dataset.drawn = "1";
    new ResizeObserver(() => {
      // In closed <details> and on paper it is not shown.
      if (live.clientWidth === 0) return;
      const before = part;
      part = shown();
      fit();
      if (part === before) return;
      const next = shape(figure, part);
      Plotly.react(live, next.data, next.layout, config);
    }).observe(plot);
  };

  // --- What charts.js asks for ------------------------------------------------------------------

  const load = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => reject(new Error(address));
      document.head.append(script);
    });
  const fetched = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    return answer.json();
  };
  let ready;
  const everything = ({ library, figures: address }) =>
    (ready ||= Promise.all([load(library), address && fetched(address)]).then(([, all]) => {
      Plotly.register(japanese);
      return all;
    }));
  const take = async (plot, addresses) => {
    const all = await everything(addresses);
    const name = plot.dataset.figure;
    const figure = all ? all[name] : JSON.parse(document.getElementById(name).textContent);
    // Something was published since the page came: what its words and its table say stays with them.
    if (all && figure?.sentence !== plot.dataset.sentence) return;
    await draw(plot, figure);
  };
  // One after the other, each when nothing else is to be done: a page that is being read or typed in stays quick.
  const idle = () =>
    new Promise((go) => (window.requestIdleCallback ? requestIdleCallback(go, { timeout: 500 }) : setTimeout(go, 50)));
  const asked = new Map();
  let last = Promise.resolve();
  window.takeChart = async (plot, addresses, saves) => {
    if (!asked.has(plot)) {
      asked.set(plot, (last = last.then(idle).then(() => take(plot, addresses)).catch(() => {})));
    }
    await asked.get(plot);
    if (saves && plot.dataset.drawn) await save(plot);
  };
})();
