// Keeps the draft of a value, a sheet, or the plan's wording, by itself, some seconds after the last key. Never covers what somebody else saved: then it
// shows both and stops. A table's rows (data-rows) have a version each. Files and links are handed in by their own button, and are only watched over here.
(() => {
  "use strict";
  const form = document.querySelector("form[data-preview], form[data-autosave]");
  const told = document.getElementById("autosave");
  const box = document.getElementById("conflict-box");
  if (!form || !told || !box || !window.signedIn) return;
  const WAIT = 2500;
  const AGAIN = 15000;
  const here = form.getAttribute("action"); // its buttons are called "action", too
  const NOT_KEPT = ["uploads", "link", "path"];
  const WHAT = form.dataset.noun || "値";
  let typed = "unsaved" in form.dataset ? 1 : 0; // grows with each change; `kept` is how far the server has it
  let kept = 0;
  let timer = 0;
  let running = null;
  let stopped = false;
  let leaving = false;

  // Where it stands now. What a page of wording does beside its form is done with the same draft.
  const follow = ({ number, record, version, rows }) => {
    for (const [prefix, now] of Object.entries(rows || {})) {
      for (const name of ["version", "record"]) {
        const held = form.elements[`${prefix}-${name}`];
        if (held) held.value = now[name] ?? "";
      }
    }
    if ("rows" in form.dataset) return;
    if (form.elements.number) form.elements.number.value = number;
    if (form.elements.record) form.elements.record.value = record ?? "";
    form.elements.version.value = version;
    if (form.dataset.autosave) document.querySelectorAll("input[name=version]").forEach((one) => { one.value = version; });
  };

  const say = (text, problem = false) => {
    told.textContent = text;
    told.classList.toggle("problem", problem);
  };
  const chosen = () => NOT_KEPT.some((name) => form.elements[name] && form.elements[name].value !== "");
  const later = (wait = WAIT) => {
    clearTimeout(timer);
    if (!stopped && !leaving) timer = setTimeout(keep, wait);
  };

  const conflict = ({ message, again, box: html }) => {
    stopped = true;
    say("自動保存を止めています。", true);
    const head = document.createElement("h2");
    head.textContent = `保存していません：${message}`;
    const lead = document.createElement("p");
    lead.textContent = "あなたの入力は、この画面に残っています。二つを見くらべて、どちらにするか選んでください。";
    const both = new DOMParser().parseFromString(html, "text/html").body.childNodes;
    const actions = document.createElement("p");
    actions.className = "actions";
    if (again && Object.keys(again).length) {
      const mine = document.createElement("button");
      mine.type = "button";
      mine.className = "btn";
      mine.textContent = `自分の${WHAT}で上書きを続ける`;
      mine.addEventListener("click", () => {
        follow(again);
        box.hidden = true;
        stopped = false;
        keep();
        ([...form.elements].find((one) => one.value === "submit") || form.querySelector("button.btn")).focus();
      });
      actions.append(mine);
    }
    const theirs = document.createElement("a");
    theirs.className = "btn sub";
    theirs.href = here;
    theirs.textContent = `保存されている${WHAT}を使う`;
    theirs.addEventListener("click", () => { leaving = true; });
    actions.append(theirs);
    box.replaceChildren(head, lead, ...both, actions);
    box.hidden = false;
    box.focus();
  };

  const answered = async (answer, at) => {
    const is_json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (answer.status === 409 && is_json) {
      const found = await answer.json();
      if (found.rows) follow(found);
      conflict(found);
    } else if (answer.status === 422 && is_json) {
      const { rows } = await answer.json();
      if (rows) follow({ rows });
      kept = at; // asked again after the next change
      say("直すところがあるため、下書きはまだ保存していません。", true);
      return true;
    } else if (answer.ok && is_json) {
      const now = await answer.json();
      follow(now);
      kept = at;
      if (typed === kept) form.dispatchEvent(new Event("saved"));
      say(now.saved_at ? `下書きを保存しました ${now.saved_at}` : "");
    } else if (answer.status === 403) {
      stopped = true;
      say("入力できなくなったため、自動保存を止めました。入力した内容は、この画面に残っています。", true);
    } else {
      say("下書きを保存できませんでした。少し待って、もう一度試します。", true);
      later(AGAIN);
    }
    return false;
  };

  // Nobody is asked in the middle of a word: who is signed out is told, and the button lets them in.
  const signed_out = () => {
    stopped = true;
    say("ログインが切れたため、自動保存を止めています。入力した内容は、この画面に残っています。", true);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn sub compact";
    button.textContent = "ここでログインして続ける";
    button.addEventListener("click", async () => {
      stopped = !(await window.signedIn.sign_in());
      if (!stopped) keep();
    });
    told.append(button);
  };

  const send = async () => {
    const state = await window.signedIn.look();
    if (state === "away") throw new Error(state);
    if (state === "out" || state === "other") {
      signed_out();
      return null;
    }
    const body = new FormData(form);
    for (const name of NOT_KEPT) body.delete(name);
    body.set("action", form.dataset.autosave || "draft");
    return fetch(here, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "error",
    });
  };

  let refused = false; // the server has read it and found something to mend: still unsaved
  const keep = () => {
    clearTimeout(timer);
    if (running || stopped || leaving || typed === kept) return running;
    const at = typed;
    running = send()
      .then((answer) => (answer ? answered(answer, at) : false))
      .then((found) => { refused = found; })
      .catch(() => {
        say("つながらないため、下書きを保存できませんでした。もう一度試します。", true);
        later(AGAIN);
      })
      .finally(() => {
        running = null;
        if (typed !== kept && !stopped) later();
      });
    return running;
  };

  const change = (event) => {
    if (!event.target.name || NOT_KEPT.includes(event.target.name)) return;
    typed += 1;
    later();
  };
  form.addEventListener("input", change);
  form.addEventListener("change", change);

  form.addEventListener("submit", (event) => {
    if (leaving) {
      event.preventDefault(); // a second press of the button
      return;
    }
    leaving = true;
    clearTimeout(timer);
    if (!running) return;
    // A save is on its way and will move the version: the form follows it.
    event.preventDefault();
    const button = event.submitter;
    running.finally(() => {
      leaving = false;
      form.requestSubmit(button);
    });
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (typed !== kept || refused || chosen())) event.preventDefault();
  });
  if (typed && form.dataset.unsaved !== "wait") later();
})();
