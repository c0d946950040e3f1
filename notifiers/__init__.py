"""Sends: one module per channel, from a rendered message."""
