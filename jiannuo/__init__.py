"""Jiannuo 践诺 executes service charters: promises become clocks, verdicts and evidence."""

__version__ = "0.1.0"
