"""What went out and what changed: announcements, corrections, the difference between two days, feeds."""
