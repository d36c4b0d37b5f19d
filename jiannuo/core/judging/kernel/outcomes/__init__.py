"""Findings in columns, and what comes after the verdict: owners, tests, corrections, withdrawals."""
