"""Records: the only place that writes them, their slots, links, unique values and history."""
