"""What shows and reads a field: one widget a file, each with its template."""
