// On paper, the day on which the page was fetched. A file on a host without a server cannot know it.
(() => {
  "use strict";

  const place = document.querySelector("[data-retrieved]");
  if (!place) return;
  const today = new Intl.DateTimeFormat("ja-JP", { dateStyle: "long", timeZone: "Asia/Tokyo" }).format(new Date());
  place.textContent = `${today}に取得`;
})();
