"""One's own account: password, sessions, language, colours; and who one is, for programs."""
