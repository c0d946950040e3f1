"""From a message to what one kind of channel shows."""
