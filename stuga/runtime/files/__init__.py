"""Files of records: how they come in, where they lie, who may have them, how they go."""
