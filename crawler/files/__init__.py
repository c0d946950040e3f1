"""Attached files → their text: one module a format, told apart by their bytes."""
