"""The summary in English: the plan, each measure, each indicator (docs/publication.md §15)."""
