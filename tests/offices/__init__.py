"""Fictional offices, one for each content system that such offices use, and the facts that must be found out of each."""
