"""What the page of a record shows of the comments on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One comment, in words.

    :ivar when: `3 minutes ago`; `at` is the moment itself, for programs, and `exactly` for people
    :ivar edit: where one goes to change it; '' if one may not. So `delete`
    :ivar action: where its change is posted to; its deletion to the same and `/delete`
    :ivar state: whether its text stands in a form, or one is asked whether to delete it
    :ivar typed: what stands in the form
    """

    id: str
    who: str
    when: str
    at: str
    exactly: str
    html: Markup
    is_edited: bool = False
    edit: str = ""
    delete: str = ""
    action: str = ""
    state: Literal["read", "edit", "delete"] = "read"
    typed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The comments on a record, the newest last.

    :ivar action: where a new one is posted to; '' if the reader may not write any
    :ivar people: where people to mention are searched for
    :ivar error: why what was typed cannot be taken; it stands in the form again
    :ivar earlier: leads to those before; `newest` back to the last ones
    """

    remarks: Sequence[Remark]
    here: str
    action: str = ""
    people: str = ""
    typed: str = ""
    error: str = ""
    earlier: str = ""
    newest: str = ""
    longest: int = 0

    @property
    def is_writing(self) -> bool:
        """Whether the form for a new comment is shown: not while one changes another."""
        return bool(self.action) and all(one.state != "edit" for one in self.remarks)
