"""The verb `expect`."""
