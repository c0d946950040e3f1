"""Spiders: thin, they turn orders into requests and answers into pages."""
