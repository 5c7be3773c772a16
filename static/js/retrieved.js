// On paper, the day on which the page was fetched. A file on a host without a server cannot know it.
(() => {
  "use strict";

  const place = document.querySelector("[data-retrieved]");
  if (!place) return;
  const isEasy = place.dataset.retrieved === "easy";
  const dateStyle = isEasy ? "short" : "long";
  const today = new Intl.DateTimeFormat("ja-JP", { dateStyle, timeZone: "Asia/Tokyo" }).format(new Date());
  // Of an easy page the words stand in it, with their readings; 2026/11/29 needs none.
  place.textContent = isEasy ? today : `${today}に取得`;
  if (isEasy) place.parentElement.hidden = false;
})();
