// Long texts (every box with data-keep) are kept in this browser while they are typed, and leaving is warned of. What is
// kept is one person's, of one form and version of its record; it goes with a save, at logout, when another person has signed
// in at this computer, and after two weeks.
(() => {
  "use strict";
  if (!window.signedIn) return;
  const BEGINNING = "typed/";
  const OWN = `${BEGINNING}${window.signedIn.person}/`;
  const SENT = "typed-sent"; // which form this tab has sent last
  const SOON = 400;
  const LONGEST = 14 * 24 * 60 * 60 * 1000;
  const TEXTS = ["text", "textarea", "select-one", "url", "email", "search"];

  // A browser that keeps nothing (a private window, no room) warns of leaving all the same.
  const store = {
    get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    put: (key, kept) => { try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* no room */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* none there */ } },
    session: (text) => { try { sessionStorage.setItem(SENT, text); } catch { /* no room */ } },
    sent: () => {
      try {
        const key = sessionStorage.getItem(SENT);
        sessionStorage.removeItem(SENT);
        return key;
      } catch { return null; }
    },
    keys: () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(BEGINNING)); } catch { return []; } },
  };
  const is_due = (key) => !key.startsWith(OWN) || !(Date.now() - store.get(key)?.at < LONGEST);
  for (const key of store.keys()) if (is_due(key)) store.drop(key);

  // Whether this page is the answer to a form of this tab that was saved: only then the server sends on to a page.
  const sent = store.sent();
  const was_sent_on = performance.getEntriesByType("navigation")[0]?.redirectCount > 0;
  if (sent && was_sent_on && !location.pathname.startsWith("/login/")) store.drop(sent);
  else if (sent && document.querySelector("form.goes-on")) store.session(sent); // interrupted.html

  const typed_in = (form) => [...form.elements].filter((box) => box.name && box.type !== "hidden");
  // [name, text], of a radio [name, value, checked], of a tick one more: ticks alone are nothing that was written.
  const read = (form) => typed_in(form).flatMap((box) => {
    if (TEXTS.includes(box.type)) return [[box.name, box.value]];
    if (box.type === "radio") return [[box.name, box.value, box.checked]];
    return box.type === "checkbox" ? [[box.name, box.value, box.checked, 1]] : [];
  });
  const plain = (typed) => JSON.stringify(typed.filter((one) => one.length < 4)
    .map((one) => (one.length > 2 ? one : [one[0], one[1].replace(/\s+/g, " ").trim()])));
  const version_of = (form) => [...form.elements]
    .filter((box) => box.type === "hidden" && !["csrfmiddlewaretoken", "typed_by", "next"].includes(box.name))
    .map((box) => `${box.name}=${box.value}`).join("&");
  const name_of = (form) => {
    const action = form.querySelector('input[type=hidden][name=action], button[name=action]');
    const where = new URL(form.getAttribute("action") || location.href, location.href);
    return `${where.pathname}${where.searchParams.get("department") || ""}#${action ? action.value : ""}`;
  };

  const put_back = (form, typed) => {
    const left = [...typed];
    for (const box of typed_in(form)) {
      const at = left.findIndex((one) => one[0] === box.name && (one.length < 3 || one[1] === box.value));
      if (at < 0) continue;
      const [[, text, checked]] = left.splice(at, 1);
      if (checked === undefined ? box.value === text : box.checked === checked) continue;
      if (checked === undefined) box.value = text;
      else box.checked = checked;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const button = (text, name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `btn compact ${name}`;
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };

  const watch = (form) => {
    const key = `${OWN}${name_of(form)}`;
    const by_server = "preview" in form.dataset; // autosave.js keeps it, and warns
    let clean = plain(read(form));
    let leaving = false;
    let silent = false;
    let timer = 0;
    let offered; // what was kept before, while nobody has decided about it

    const is_dirty = () => unsaved || plain(read(form)) !== clean;
    const keep = () => {
      clearTimeout(timer);
      if (silent) return;
      // What is offered and not decided upon stays behind what is typed now.
      if (is_dirty()) store.put(key, { at: Date.now(), version: version_of(form), typed: read(form), before: offered });
      else if (offered) store.put(key, offered);
      else store.drop(key);
    };

    const show = (kept) => {
      offered = kept;
      const box = document.createElement("div");
      box.className = "panel soft kept-text";
      box.setAttribute("role", "status");
      const said = document.createElement("p");
      const day = new Date(kept.at).toLocaleString("ja-JP", { dateStyle: "long", timeStyle: "short" });
      const older = kept.version === version_of(form) ? "" : "そのあとに保存された内容があるので、戻す前に見くらべてください。";
      said.textContent = `保存していない入力が、このパソコンに残っています（${day}）。${older}`;
      const decide = (act) => () => {
        box.remove();
        offered = undefined;
        act();
        keep();
        if (kept.before) show(kept.before);
      };
      const actions = document.createElement("p");
      actions.className = "actions";
      actions.append(
        button("その入力を戻す", "", decide(() => {
          put_back(form, kept.typed);
          form.querySelector("[data-keep]").focus();
        })),
        button("残さず消す", "quiet", decide(() => {})),
      );
      box.append(said, actions);
      form.prepend(box);
      form.closest("details")?.setAttribute("open", "");
    };

    // The server's answer to what this form sent, with something to mend.
    let unsaved = "unsaved" in form.dataset || (sent === key && !was_sent_on);
    const kept = store.get(key);
    if (kept && plain(kept.typed) !== clean) show(kept);
    else if (kept && !unsaved) store.drop(key);

    const change = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, SOON);
    };
    form.addEventListener("input", change);
    form.addEventListener("change", change);
    form.addEventListener("saved", () => {
      clean = plain(read(form));
      unsaved = false;
      store.drop(key);
    });
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      keep();
      leaving = true;
      store.session(key);
    });
    window.addEventListener("pageshow", () => { leaving = false; });
    window.addEventListener("pagehide", () => { if (timer) keep(); });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && !by_server && is_dirty()) event.preventDefault();
    });
    // Another tab has saved it, or signed out: from then on this one keeps nothing of its own.
    window.addEventListener("storage", (event) => { if (event.key === key && event.newValue === null) silent = true; });
    return () => {
      silent = true;
      clearTimeout(timer);
    };
  };

  const forms = new Set([...document.querySelectorAll('form[method="post"] [data-keep]')].map((box) => box.form));
  const quiet = [...forms].map(watch);
  for (const form of [...document.forms].filter(window.signedIn.leaves)) {
    form.addEventListener("submit", () => {
      for (const still of quiet) still();
      for (const key of store.keys()) if (key.startsWith(OWN)) store.drop(key);
    });
  }
})();
