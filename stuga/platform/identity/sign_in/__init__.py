"""Signing in by e-mail and password or by a one-time link, and signing out."""
