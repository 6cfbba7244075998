"""Tenants: making them, finding them, and what their administrators look after."""
