"""Stuga: apps that know what they keep, why, for how long, and how they forget."""
