// Draws the Plotly figures that a page carries. The page is complete without this: every chart has its table.
// This file is the door: the library and drawing.js are heavy, so they are fetched when a chart comes near the screen,
// and each chart is drawn while the page is idle.
(() => {
  "use strict";

  const { library: LIBRARY, drawing: DRAWING } = document.currentScript.dataset;
  const NEAR = "150px 0px";
  const REST_AFTER = 5000;

  const note = (text) => Object.assign(document.createElement("p"), { className: "plot-note", textContent: text });

  const load = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => reject(new Error(address));
      document.head.append(script);
    });
  let ready;
  const withLibrary = () => (ready ||= load(LIBRARY).then(() => load(DRAWING)));

  // One after the other, each when nothing else is to be done: a page that is being read or typed in stays quick.
  const idle = window.requestIdleCallback || ((step) => setTimeout(step, 50));
  const waiting = new Set();
  let busy = false;
  const next = async () => {
    const [plot] = waiting;
    busy = plot !== undefined;
    if (!busy) return;
    waiting.delete(plot);
    try {
      await withLibrary();
      await drawChart(plot);
    } catch {
      plot.replaceChildren(note("グラフを表示できませんでした。同じ数値が下の表にあります。"));
    }
    idle(next, { timeout: 500 });
  };
  const ask = (plot) => {
    if (plot.dataset.asked) return;
    plot.dataset.asked = "1";
    waiting.add(plot);
    if (busy) return;
    busy = true;
    idle(next, { timeout: 500 });
  };

  const begin = () => {
    const plots = [...document.querySelectorAll(".plot[data-figure]")];
    // A chart inside closed <details> has no size and is near nothing: it is drawn when it is opened.
    const near = new IntersectionObserver(
      (seen) => seen.filter((one) => one.isIntersecting).forEach((one) => ask(one.target)),
      { rootMargin: NEAR },
    );
    for (const plot of plots) {
      plot.replaceChildren(note("グラフを準備しています。"));
      near.observe(plot);
    }
    // The others follow once the page is in use, so that paper has them too.
    const rest = () => plots.filter((plot) => plot.clientWidth > 0).forEach(ask);
    for (const use of ["scroll", "keydown", "pointerdown", "pointermove"]) {
      addEventListener(use, rest, { once: true, passive: true });
    }
    setTimeout(rest, REST_AFTER);
  };

  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
})();
