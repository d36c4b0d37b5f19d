"""The events of each subject in scan order, and what is known of the record: what every other room goes through."""
