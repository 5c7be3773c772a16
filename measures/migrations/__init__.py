"""The schema of the plan; how it is made, and that its tables are counted, stands in indicators/migrations."""
