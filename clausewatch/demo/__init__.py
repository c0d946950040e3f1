"""A fictional district whose sites play three rounds: a baseline, noise only, real edits whose truth is known."""
