"""Service tokens: how other systems get in, and how far."""
