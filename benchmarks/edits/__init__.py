"""Seeded edits of long works with known truth, and how the comparison tells them."""
