// A second press of a button does nothing, and what has to be mended is read first. The page works without this.
(() => {
  "use strict";
  const errors = document.querySelector(".error-summary");
  if (errors) errors.focus();
  for (const form of document.querySelectorAll("form.file-form, form.preview-form")) {
    let leaving = false;
    form.addEventListener("submit", (event) => {
      if (leaving) event.preventDefault();
      leaving = true;
    });
    window.addEventListener("pageshow", () => { leaving = false; });
  }
})();
