"""The core: decides, given values. No network, no database, no HTML, no clock."""
