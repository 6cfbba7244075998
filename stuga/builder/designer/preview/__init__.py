"""Shows a screen of a draft with made-up records, by the renderer that serves it later."""
