"""How much an uploaded file may hold: far above what a city types, far below what hurts a server."""

from dataclasses import dataclass

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5_000  # below the row of headings
MAX_COLUMNS = 50
MAX_TEXT = 4_000  # letters of one cell; the longest text of a form has 2,000
MAX_ALL_TEXT = 5_000_000  # letters of all cells together, each use of a shared text counted

MAX_MEMBERS = 200
MAX_DIRECTORY = 64 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
MAX_RATIO = 200  # Excel's own sheets stay below 50
RATIO_FROM = 1024 * 1024  # a small member may be as dense as it likes

# What carries no content (borders, heights) is skipped, up to these.
MAX_ROW_MARKS = 50_000
MAX_CELL_MARKS = 400_000
MAX_MERGES = 1_000
MAX_DEPTH = 60
MAX_ELEMENTS = 2_000_000  # of one member; a full sheet of cells with borders has half of it

MAX_PROBLEMS = 100  # listed; the rest are counted

MEMORY = 512 * 1024 * 1024
SECONDS = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """What differs between a department's file and the workbook of a whole plan. `text`: of one cell, `all_text`: of all,
    in letters; `rows` of all sheets together; `elements` of one part."""

    name: str
    bytes: int
    rows: int
    text: int
    all_text: int
    unpacked: int
    row_marks: int
    cell_marks: int
    elements: int
    memory: int
    seconds: int


USUAL = Limits(
    name="usual",
    bytes=MAX_BYTES,
    rows=MAX_ROWS,
    text=MAX_TEXT,
    all_text=MAX_ALL_TEXT,
    unpacked=MAX_UNPACKED,
    row_marks=MAX_ROW_MARKS,
    cell_marks=MAX_CELL_MARKS,
    elements=MAX_ELEMENTS,
    memory=MEMORY,
    seconds=SECONDS,
)
WHOLE_PLAN = Limits(
    name="whole_plan",
    bytes=20 * 1024 * 1024,
    rows=50_000,
    text=6_000,  # an 原文 has 5,000
    all_text=20_000_000,
    unpacked=150 * 1024 * 1024,
    row_marks=200_000,
    cell_marks=2_000_000,
    elements=8_000_000,
    memory=1024 * 1024 * 1024,
    seconds=60,
)
LIMITS = {limits.name: limits for limits in (USUAL, WHOLE_PLAN)}
