"""All of HTTP politeness and distrust: what we send, whom we connect to, what we accept as an answer."""
