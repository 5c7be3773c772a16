"""Files that people upload, read without trust: guarded, parsed in a process of its own, then each cell's meaning."""
