"""Everything that can be taken away: the page that lists it, the files, and their descriptions for machines."""
