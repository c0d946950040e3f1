"""Orchestrates: one module per use case, called by both faces."""
