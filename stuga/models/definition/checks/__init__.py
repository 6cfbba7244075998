"""What can be wrong with a definition, one module for each part of it."""
