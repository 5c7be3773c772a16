"""How much an uploaded file may hold: far above what a city types, far below what hurts a server."""

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
