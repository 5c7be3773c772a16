"""The manual's pictures: each with an outline of what it shows, kept beside it, so that a page that changed is noticed."""

import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "static" / "manual"
OUTLINES = Path(__file__).with_name("manual_outlines.json")
HIGHEST = 680  # pixels: what is below is told in words
_OUTLINE = """(part) => [...part.querySelectorAll('h1, h2, h3, legend, label, th[scope=col], button, summary, a.btn')]
  .filter((one) => one.checkVisibility() && !one.closest('dialog, .sr'))
  .map((one) => one.tagName.toLowerCase() + ' ' + one.innerText)"""
# Where a picture ends: all of the part, else below the last box or line of it that is whole.
_FOOT = """(part, highest) => {
  const top = part.getBoundingClientRect().top;
  const feet = [part, ...part.querySelectorAll('.field, tr, li, p, h2')].filter((one) => one.checkVisibility())
    .map((one) => Math.ceil(one.getBoundingClientRect().bottom - top) + 4);
  return Math.max(...feet.filter((foot) => foot <= highest + 4));
}"""


def outline_of(part: Any) -> list[str]:
    """Headings, labels and buttons of a part of a page, in their order; numbers and days say nothing of its shape."""
    lines: list[str] = part.evaluate(_OUTLINE)
    return [re.sub(r"[0-9０-９]+", "0", " ".join(line.split())) for line in lines]


class ManualPictures:
    """`remakes`: pictures and outlines are written anew; else the outlines are held against what is kept."""

    def __init__(self, remakes: bool) -> None:
        self.remakes = remakes
        self.kept: dict[str, Any] = {}
        if OUTLINES.exists():
            self.kept = json.loads(OUTLINES.read_text(encoding="utf-8"))
        self.made: dict[str, Any] = {}
        self.changed: dict[str, tuple[list[str], list[str]]] = {}

    def take(self, name: str, part: Any) -> None:
        part.wait_for()
        outline = outline_of(part)
        if self.remakes:
            shot = part.screenshot(
                style=".sticky-bar { display: none; }"
            )  # it would lie over the picture's foot
            self.made[name] = {
                "outline": outline,
                "picture": self._save(name, shot, part.evaluate(_FOOT, HIGHEST)),
            }
        elif outline != (kept := self.kept.get(name, {}).get("outline", [])):
            self.changed[name] = (sorted(set(kept) - set(outline)), sorted(set(outline) - set(kept)))

    def end(self) -> None:
        """Whether all is as it was; where pictures are remade, those that nobody took go."""
        if self.remakes:
            text = json.dumps(self.made, ensure_ascii=False, indent=1, sort_keys=True)
            OUTLINES.write_text(text + "\n", encoding="utf-8")
            for path in PICTURES.iterdir():
                if path.stem not in self.made:
                    path.unlink()
        assert not self.changed, (
            f"Pages of the manual's pictures changed (what went, what came): {self.changed}\n"
            "Read the manual (templates/manual/) against them, then: pytest tests/browser/test_manual.py --remake-pictures"
        )

    @staticmethod
    def _save(name: str, picture: bytes, foot: int) -> str:
        PICTURES.mkdir(exist_ok=True)
        kept, whole = io.BytesIO(), Image.open(io.BytesIO(picture)).convert("RGB")
        shown = whole.crop((0, 0, whole.width, min(whole.height, foot)))
        shown.save(kept, "WEBP", quality=60, method=6)
        (PICTURES / f"{name}.webp").write_bytes(kept.getvalue())
        return hashlib.sha256(kept.getvalue()).hexdigest()
