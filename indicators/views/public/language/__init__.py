"""Words as people write and hear them: hard terms, readings, matching."""
