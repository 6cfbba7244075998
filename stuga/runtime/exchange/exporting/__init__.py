"""Exports: a list becomes a file, in the background, with what its reader may take along."""
