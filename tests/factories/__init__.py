"""Makes the world of a test: tenants and their people, real rows, committed."""
