"""The verb `never`."""
