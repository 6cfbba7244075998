"""Where published apps live and forget."""
