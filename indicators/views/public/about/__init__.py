"""Pages that explain the site and its terms."""
