"""Which records hold words: what the one function finds that an index serves, or each text's own.

Rights stand beside this, in the same statement: what is found here is never told by itself.
"""

import re
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, and_, any_, literal, true

from stuga.models import Record
from stuga.platform.db import db
from stuga.platform.db.prepared import run_plain
from stuga.platform.errors import BadRequestError
from stuga.runtime.records.derived import normal_search

LONGEST: Final = 200
FEW: Final = 2_000
"""So many are fetched one by one; of more, a list in its order soon comes upon the next."""
_IN_INDEX: Final = re.compile(r"[^\W_]{3}")
_FIND: Final = "SELECT search_records(%(model)s, %(patterns)s::text[], %(most)s)"


class Words:
    """What is searched for in one model.

    :raises BadRequestError: if it is too long
    """

    def __init__(self, model_id: UUID, text: str) -> None:
        if len(text) > LONGEST:
            raise BadRequestError(f"q: at most {LONGEST} characters.")
        self.words: Final = tuple(dict.fromkeys(normal_search(text).split()))
        self._model_id = model_id
        self._found: Sequence[UUID] = ()
        self._looked_for = 0

    @property
    def patterns(self) -> list[str]:
        """What a search text is like that holds every word."""
        return [_pattern(word) for word in self.words]

    def holding(self) -> ColumnElement[bool]:
        """Return the rows whose search text holds every word."""
        return and_(true(), *(Record.search.like(_pattern(word)) for word in self.words))

    def among(self, most: int) -> ColumnElement[bool]:
        """Return the rows outside the trash that hold every word, by their ids unless too many."""
        found = self.found(most)
        if found is None:
            return self.holding()
        return Record.id == any_(literal(found, ARRAY(Uuid())))

    def found(self, most: int) -> Sequence[UUID] | None:
        """Return the ids of all that hold every word; None if there are more, or no index helps."""
        if not any(_IN_INDEX.search(word) for word in self.words):
            return None
        if most > self._looked_for and len(self._found) >= self._looked_for:
            self._found = self._asked(most + 1)
            self._looked_for = most + 1
        return None if len(self._found) > most else self._found

    def _asked(self, most: int) -> Sequence[UUID]:
        given = {"model": self._model_id, "patterns": self.patterns, "most": most}
        row = run_plain(db.session(), _FIND, given).fetchone()
        return row[0] if row else ()


def _pattern(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
