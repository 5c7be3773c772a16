"""The colours of static/css/tokens.css that pictures need; a test holds the two together."""

INK = "#1a1a1c"
INK_3 = "#626264"
PAPER = "#ffffff"
RAIL = "#e0e0e4"
BRAND = "#00118f"
ZONE_IN = "#c5d7fb"
ZONE_OUT = "#ffd0d0"
VERDICTS = {
    "achieved": "#0017c1",
    "on_track": "#3460fb",
    "slightly_behind": "#927200",
    "behind": "#ce0000",
    "worse": "#ce0000",
    "too_early": "#626264",
    "unjudged": "#626264",
}
# Those whose pill is filled with its colour.
FILLED = ("achieved", "worse")
