"""Turns a URL into a page and a page into a reading."""
