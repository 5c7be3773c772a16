// Puts the library's chart in the place of a drawing when somebody reaches for it. The page is complete without this (docs/look.md §5).
(() => {
  "use strict";

  const { library: LIBRARY, drawing: DRAWING, figures: FIGURES } = document.currentScript.dataset;
  const NEAR = "150px 0px";
  const LINE = navigator.connection || {};
  const isDear = () => LINE.saveData || /2g/.test(LINE.effectiveType);

  const load = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => reject(new Error(address));
      document.head.append(script);
    });
  const fetched = async () => {
    const answer = await fetch(FIGURES);
    if (!answer.ok) throw new Error(FIGURES);
    return answer.json();
  };
  let ready;
  const everything = () =>
    (ready ||= Promise.all([load(LIBRARY).then(() => load(DRAWING)), FIGURES && fetched()]).then((got) => got[1]));

  const take = async (plot) => {
    const all = await everything();
    const name = plot.dataset.figure;
    const figure = all ? all[name] : JSON.parse(document.getElementById(name).textContent);
    // Something was published since the page came: what its words and its table say stays with them.
    if (all && figure?.sentence !== plot.dataset.sentence) return;
    await drawChart(plot, figure);
  };

  // One after the other, each when nothing else is to be done: a page that is being read or typed in stays quick.
  const idle = () =>
    new Promise((go) => (window.requestIdleCallback ? requestIdleCallback(go, { timeout: 500 }) : setTimeout(go, 50)));
  const asked = new Map();
  let last = Promise.resolve();
  const ask = (plot) => {
    if (!asked.has(plot)) asked.set(plot, (last = last.then(idle).then(() => take(plot)).catch(() => {})));
    return asked.get(plot);
  };

  const offer = (plot) => {
    const reach = () => isDear() || ask(plot);
    for (const way of ["pointerover", "pointerdown", "focusin"]) {
      plot.parentElement.addEventListener(way, reach, { once: true, passive: true });
    }
    const tools = document.getElementById(plot.dataset.tools);
    const button = tools.querySelector("button");
    tools.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      await ask(plot);
      if (plot.dataset.drawn) await saveChart(plot);
      button.disabled = false;
    });
  };

  const begin = () => {
    const near = new IntersectionObserver(
      (seen) => seen.filter((one) => one.isIntersecting && LINE.effectiveType === "4g").forEach((one) => ask(one.target)),
      { rootMargin: NEAR },
    );
    for (const plot of document.querySelectorAll(".plot[data-figure]")) {
      offer(plot);
      // A chart inside closed <details> is near nothing: it is drawn when it is opened.
      if (LINE.effectiveType === "4g") near.observe(plot);
    }
  };

  if (isDear()) return;
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
})();
