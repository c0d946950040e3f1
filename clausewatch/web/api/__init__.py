"""The API for programs under `/api/v1`: the same functions, validators and JSON as the command line."""

from clausewatch.web.api.app import ROOT, api

__all__ = ["ROOT", "api"]
