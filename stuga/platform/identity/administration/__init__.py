"""The way into the administration: what the actor may look after."""
