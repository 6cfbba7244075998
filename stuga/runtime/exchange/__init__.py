"""What comes in and goes out in files: imports into a model."""
