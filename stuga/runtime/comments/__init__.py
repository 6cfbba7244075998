"""Comments on records: whoever may read a record reads them, whoever may change it writes them."""
