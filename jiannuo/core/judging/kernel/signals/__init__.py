"""Signals that the judge gives, as further rows of the log."""
