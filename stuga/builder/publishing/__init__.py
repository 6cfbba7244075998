"""Publishing: what a draft would change, freezing it as a version, and going back to one."""
