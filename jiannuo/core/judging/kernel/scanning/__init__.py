"""What every event means to the promises of one key, and the room in which compiled code goes through the streams."""
