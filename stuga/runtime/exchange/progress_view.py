"""How an import goes: counts, what failed and why, where to go from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models import ImportJob
from stuga.platform.errors import NotFoundError
from stuga.platform.ui import Locale
from stuga.runtime.exchange import queries, service
from stuga.runtime.exchange.commands import Failure, Progress
from stuga.runtime.exchange.words import REASONS
from stuga.runtime.records import definitions

MOST_FAILURES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressView:
    """What the page of a job shows. Addresses begin at the tenant's root; '' for none.

    :ivar grouped: why rows failed, in words, and how many did so
    """

    progress: Progress
    here: str
    open_href: str
    open_label: str
    again_href: str
    reason: str = ""
    grouped: Sequence[tuple[str, int]] = ()
    failures: Sequence[Failure] = ()
    may_pause: bool = False

    @property
    def tone(self) -> str:
        """How it went, as a notice's tone."""
        if self.progress.state == "failed":
            return "danger"
        is_whole = self.progress.counts.refused == 0 and self.progress.state != "cancelled"
        return "good" if is_whole else "warn"


def progress_view(  # what a page says of itself, by name
    job: ImportJob,
    locale: Locale,
    *,
    here: str,
    open_href: str,
    open_label: str,
    again_href: str,
    may_pause: bool = False,
) -> ProgressView:
    """Return how a job goes; its failures once it is over."""
    progress = service.progress_of(job)
    is_told = progress.is_over and progress.counts.refused > 0
    return ProgressView(
        progress=progress,
        here=here,
        open_href=open_href,
        open_label=open_label,
        again_href=again_href,
        reason=locale.text(REASONS[progress.reason]) if progress.reason in REASONS else "",
        grouped=[(words, count) for _, words, count in queries.failures_by_field(job.id)]
        if is_told
        else (),
        failures=queries.failures_of(job.id, limit=MOST_FAILURES) if is_told else (),
        may_pause=may_pause,
    )


def field_titles(progress: Progress, locale: Locale) -> dict[str, str]:
    """Return what the fields of a job's model are called; none if the model is gone."""
    try:
        app = definitions.live(progress.app_key).definition.in_language(locale.language)
    except NotFoundError:
        return {}
    model = app.models.get(progress.model)
    return {} if model is None else {key: one.title for key, one in model.fields.items()}
