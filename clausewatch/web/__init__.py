"""The pages for people with a browser."""

from clausewatch.web.app import app

__all__ = ["app"]
