"""The latest view of all that a source is about: which year of each indicator stands for it now."""

from indicators.frames.figures import published
from indicators.frames.kept import kept
from indicators.frames.row import Row
from indicators.frames.selection import newest
from indicators.frames.sources import Source


def latest(source: Source) -> tuple[Row, ...]:
    """newest() of what is published: found once a public state, where the source is a public plan's as it is now."""
    return kept(source, "latest", lambda _: newest(published(source)))
