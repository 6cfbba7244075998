"""Tables, one file each, and the app-definition language."""
