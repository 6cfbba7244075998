"""How often, and how soon, a part that has ended is started again."""

from datetime import timedelta

MOST = 5
WITHIN = timedelta(minutes=5)
FIRST_DELAY_SECONDS = 0.5


class Restarts:
    def __init__(self) -> None:
        self._ended: list[float] = []

    def next_delay(self, now: float) -> float | None:
        """Count an end; seconds until the next start, None when there were too many."""
        recently = now - WITHIN.total_seconds()
        self._ended = [*(moment for moment in self._ended if moment > recently), now]
        tries = len(self._ended)
        return None if tries > MOST else FIRST_DELAY_SECONDS * 2 ** (tries - 1)
