"""The services that come along: PostgreSQL and Valkey out of wheels, and their supervisor."""
