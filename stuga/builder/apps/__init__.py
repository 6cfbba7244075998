"""Apps and their drafts: beginning one, naming it, saving what is not published yet."""
