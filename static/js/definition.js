// While a definition is typed: the sentence it will say and what is due in each year, as the server reads them.
(() => {
  "use strict";
  const form = document.getElementById("definition");
  const meaning = document.getElementById("meaning");
  if (!form || !meaning) return;
  let waiting = 0;
  let asked = 0;

  const look = async () => {
    const mine = ++asked;
    const said = new FormData(form);
    said.set("action", "look");
    try {
      const answer = await fetch("?part=meaning", { method: "POST", body: said });
      if (answer.ok && mine === asked) meaning.innerHTML = await answer.text();
    } catch {
      // Without an answer what stood there stays: the button asks again.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 400);
  });
})();
