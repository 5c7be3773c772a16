"""The site as a whole: every address, its map, its search, what machines ask for."""
