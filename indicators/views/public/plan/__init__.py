"""The plan as it is printed: at a glance, by policy, measure and department, with the sheets that evaluate it."""
