"""Functions of the past: windows over history, paths to other subjects, decision tables, sums."""
