"""Pages of published apps: what people who use an app see and do."""
