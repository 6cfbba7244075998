"""Changes of a definition, as pure functions from one document to the next."""
