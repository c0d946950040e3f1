"""A generated archive: what it costs to keep, and how long questions to it take as it grows."""
