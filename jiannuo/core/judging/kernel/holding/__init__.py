"""The verb `hold`."""
