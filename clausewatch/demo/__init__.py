"""A fictional district whose sites play a year whose truth is known: edits, new plans, outages, a redesign, and noise in every week."""
