"""When a public page is new, and its last good copy: one number drives both (docs/trust.md §1)."""
