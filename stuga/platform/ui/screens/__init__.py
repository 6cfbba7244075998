"""The renderer of app screens: a view in, HTML out; no query, clock, request or session."""
