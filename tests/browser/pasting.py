"""A paste as a browser makes it: Chromium lets no script read the clipboard of a person."""

from typing import Any

PASTE = """([selector, text, html]) => {
  const box = document.querySelector(selector);
  box.focus();
  const data = new DataTransfer();
  data.setData("text/plain", text);
  if (html) data.setData("text/html", html);
  return box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def paste(page: Any, selector: str, text: str, html: str = "") -> bool:
    """Whether the browser was left to paste by itself."""
    left: bool = page.evaluate(PASTE, [selector, text, html])
    return left
