// Fetches the library's chart when somebody reaches for one (docs/look.md §5).
{
  const { dataset } = document.currentScript;
  const line = navigator.connection || {};
  const isDear = () => line.saveData || /2g/.test(line.effectiveType);
  let drawing;
  const add = (address) =>
    new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = script.onerror = resolve;
      document.head.append(script);
    });
  const ask = (plot, saves) => {
    drawing ||= add(dataset.drawing);
    return drawing.then(() => takeChart(plot, dataset, saves)).catch(() => {});
  };
  const offer = (plot) => {
    const reach = () => isDear() || ask(plot);
    for (const way of ["pointerover", "pointerdown", "focusin"]) {
      plot.parentElement.addEventListener(way, reach, { once: true, passive: true });
    }
    const tools = plot.nextElementSibling;
    tools.hidden = false;
    tools.firstChild.addEventListener("click", async ({ currentTarget: button }) => {
      button.disabled = true;
      await ask(plot, true);
      button.disabled = false;
    });
  };
  const begin = () => {
    const idles = line.effectiveType === "4g";
    const near = new IntersectionObserver(
      (seen) => seen.filter((one) => one.isIntersecting).forEach((one) => isDear() || ask(one.target)),
      { rootMargin: "150px 0px" },
    );
    for (const plot of document.querySelectorAll(".plot[data-figure]")) {
      offer(plot);
      // A chart inside closed <details> is near nothing: it is drawn when it is opened.
      if (idles) near.observe(plot);
    }
  };
  // The button of a citation, for whoever opens it.
  document.getElementById("citation")?.addEventListener("toggle", () => add(dataset.citation), { once: true });
  if (!isDear()) {
    if (document.readyState === "complete") begin();
    else addEventListener("load", begin);
  }
}
