"""Forgetting: rules in force, what they would do, and the runs that do it."""
