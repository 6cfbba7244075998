"""Computed fields: CEL formulas, checked and evaluated in a process of their own."""
