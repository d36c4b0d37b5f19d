"""The verb `require`."""
