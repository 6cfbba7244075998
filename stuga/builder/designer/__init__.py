"""The builder's pages: apps, models, screens, roles, words, publishing; all by plain forms."""
