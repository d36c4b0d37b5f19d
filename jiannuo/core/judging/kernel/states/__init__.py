"""States and levels: when they were in force, and who lived when."""
