"""How soon changes are seen: simulated worlds, the schedule against a fixed interval and an oracle."""
