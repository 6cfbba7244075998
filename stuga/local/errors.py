"""What stops a start, in words for the person at the terminal."""


class CannotStartError(Exception):
    """A part cannot start; the message is one clear sentence."""
