// Before a form goes out: whose login it is by now, and a token that is good. Who is signed out signs in on the very page
// that they are on, and goes on with all that they typed. Without this the server keeps it (views/shared/interrupted.py).
(() => {
  "use strict";
  const shape = document.getElementById("sign-in");
  const proof = document.querySelector('input[name="typed_by"]');
  if (!shape || !proof) return;
  const { door, person } = shape.dataset;
  const mine = proof.value; // to whom this page was given
  const LONGEST = 15000;
  const AWAY = "つながらないため、送っていません。入力した内容は、この画面に残っています。つながってから、もう一度押してください。";

  const ask = (body) => fetch(door, {
    method: body ? "POST" : "GET",
    body,
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(LONGEST),
  });

  let now = { token: "", typed_by: mine, name: person };
  const take = (told) => {
    now = told;
    for (const box of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) box.value = now.token;
  };

  // "mine", "other", "out"; "away" without a connection; "unsaid" where the server has a trouble of its own to tell.
  const look = async () => {
    try {
      const answer = await ask();
      if (!answer.ok) return "unsaid";
      take(await answer.json());
    } catch {
      return "away";
    }
    if (now.typed_by === mine) return "mine";
    return now.typed_by ? "other" : "out";
  };

  const words = () => (now.typed_by
    ? `いまは${now.name}さんがログインしています。この画面の内容は${person}さんが入力したものなので、保存していません。続けるときは、${person}さんがログインしてください。`
    : `ログインの有効時間が過ぎました。入力した内容は、この画面に残っています。${person}さんがここでログインすると、続けられます。`);

  // Resolves to whether this page's person is signed in again. One dialog at a time.
  let open = null;
  const sign_in = () => {
    open ||= new Promise((resolve) => {
      const dialog = shape.content.firstElementChild.cloneNode(true);
      const form = dialog.querySelector("form");
      const told = dialog.querySelector("[data-told]");
      const wrong = dialog.querySelector("[data-wrong]");
      told.textContent = words();
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        wrong.textContent = "";
        const body = new FormData(form);
        body.set("csrfmiddlewaretoken", now.token);
        try {
          const answer = await ask(body);
          const is_json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
          const said = is_json ? await answer.json() : { error: "もう一度ログインしてください。" };
          if (answer.ok && is_json) take(said);
          else if (!is_json) await look();
          wrong.textContent = said.error || "";
        } catch {
          wrong.textContent = "つながりません。少し待って、もう一度押してください。";
        }
        form.elements.password.value = "";
        told.textContent = words();
        if (now.typed_by === mine) dialog.close("signed-in");
        else form.elements.password.focus();
      });
      dialog.querySelector("[data-later]").addEventListener("click", () => dialog.close());
      dialog.addEventListener("close", () => {
        dialog.remove();
        open = null;
        resolve(now.typed_by === mine);
      });
      document.body.append(dialog);
      dialog.showModal();
    });
    return open;
  };

  // What look() found, after a login where one was asked for.
  const ready = async () => {
    const state = await look();
    if (state !== "out" && state !== "other") return state;
    return await sign_in() ? "mine" : state;
  };

  const tell = (form, text) => {
    let told = form.querySelector(":scope > .not-sent");
    if (!told) {
      told = document.createElement("p");
      told.className = "not-sent err";
      told.setAttribute("role", "alert");
      form.append(told);
    }
    told.textContent = text;
  };

  const leaves = (form) => /\/logout\/$/.test(form.getAttribute("action") || "");
  let sure = null; // the form that goes out now
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form === sure) {
      sure = null;
      return;
    }
    if (form.method !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if ("asking" in form.dataset) return; // a second press
    form.dataset.asking = "";
    const button = event.submitter;
    const state = await (leaves(form) ? look() : ready());
    delete form.dataset.asking;
    if (state === "away") tell(form, AWAY);
    if (state === "mine" || state === "unsaid" || leaves(form)) {
      sure = form;
      form.requestSubmit(button);
    }
  }, true);

  window.signedIn = { look, sign_in, leaves, person: mine.split(":")[0] };
})();
