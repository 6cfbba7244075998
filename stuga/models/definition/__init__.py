"""The app-definition language: pure, no database, no clock of its own."""
