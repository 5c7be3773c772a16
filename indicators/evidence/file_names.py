"""Names of files as people gave them, made fit to be shown, stored and handed out again."""

import re
import unicodedata

LONGEST_NAME = 100
_RESERVED = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")


def clean_name(name: str) -> str:
    """The last part of a path, without what nobody sees (line ends, changes of direction) or systems reserve."""
    last = re.split(r"[/\\]", name)[-1]
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFC", last))
    # Every "other" category: controls, marks of direction and width, surrogates, private and unassigned.
    visible = "".join(
        character for character in spaced if not unicodedata.category(character).startswith("C")
    )
    plain = _RESERVED.sub("_", visible).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        stem, suffix = plain, ""
    suffix = suffix[:10]
    stem = stem.strip(" .")[: LONGEST_NAME - len(suffix) - 1] or "資料"
    return f"{stem}.{suffix}" if suffix else stem


def suffix_of(name: str) -> str:
    """.pdf, in small letters; "" where the name has none."""
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if stem and dot else ""
