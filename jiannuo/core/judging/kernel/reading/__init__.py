"""What conditions, names and selectors mean at many positions at once."""
