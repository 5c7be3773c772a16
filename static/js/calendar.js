// A calendar beside each box for a day (data-day): the browser's own, opened by its button or by Alt+↓ in the box. What is
// chosen stands in the box as text, to be read like anything typed; without this script the boxes are as they are.
(() => {
  "use strict";
  const DAYS = ["1989-01-08", "2100-12-31"]; // as forms/days.py reads them
  const words = (iso) => {
    const [year, month, day] = iso.split("-").map(Number);
    const [name, before] = iso >= "2019-05-01" ? ["令和", 2018] : ["平成", 1988];
    return `${name}${year - before === 1 ? "元" : year - before}年${month}月${day}日`;
  };
  // Only what is chosen here is read again here: the server alone reads what people type.
  const known = new WeakMap();

  const make = () => {
    const holder = document.createElement("span");
    holder.className = "calendar";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn sub compact";
    const more = document.createElement("span");
    more.className = "sr";
    button.append("暦", more);
    const day = document.createElement("input");
    [day.type, day.tabIndex, day.min, day.max] = ["date", -1, ...DAYS];
    day.setAttribute("aria-hidden", "true");
    holder.append(button, day);
    let box = null;
    const open = () => {
      day.value = known.get(box)?.text === box.value ? known.get(box).iso : "";
      try { day.showPicker(); } catch { day.focus(); } // an old browser: the day is typed into its own box
    };
    button.addEventListener("click", open);
    day.addEventListener("change", () => {
      if (!box || !day.value) return;
      box.value = words(day.value);
      known.set(box, { text: box.value, iso: day.value });
      for (const name of ["input", "change"]) box.dispatchEvent(new Event(name, { bubbles: true }));
      box.focus();
    });
    return {
      open,
      beside: (one) => {
        if (box === one) return;
        box = one;
        const label = one.labels?.[0]?.firstChild?.textContent.trim() || one.getAttribute("aria-label") || "日付";
        more.textContent = `から${label}を選ぶ`; // no aria-label: the box alone is called by its label
        one.after(holder);
      },
    };
  };

  const boxes = [...document.querySelectorAll("input[data-day]")];
  const table = document.getElementById("grid");
  // In a table one goes along with the cell that is typed into: two hundred of them would be in everybody's way.
  const moving = table && make();
  const own = new Map(boxes.filter((box) => !table?.contains(box)).map((box) => [box, make()]));
  for (const [box, one] of own) one.beside(box);
  table?.addEventListener("focusin", ({ target }) => { if (target.matches("input[data-day]")) moving.beside(target); });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.key !== "ArrowDown" || event.isComposing || event.keyCode === 229) return;
    const box = event.target;
    if (!box.matches?.("input[data-day]")) return;
    event.preventDefault();
    const one = own.get(box) || moving;
    one.beside(box);
    one.open();
  });
})();
