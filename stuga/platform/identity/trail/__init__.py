"""The audit trail as people read it: a timeline with filters, and one entry with its changes."""
