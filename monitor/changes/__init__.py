"""What changed, one module for each kind of fact; `monitor.compare` puts them together."""
