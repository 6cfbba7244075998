"""What pages show of retention: every model with its rules, one rule, what is due, one run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Final
from uuid import UUID

from stuga.models import RetentionRule, RetentionRun
from stuga.models.definition.document import App
from stuga.models.definition.model import Model
from stuga.models.definition.paths import apart
from stuga.models.definition.reading import object_at, objects_at, text_at
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.errors import NotFoundError
from stuga.runtime.records.definitions import LiveApp, live, live_by_id
from stuga.runtime.records.queries import names_of
from stuga.runtime.retention import queries
from stuga.runtime.retention.commands import Counted
from stuga.runtime.retention.proposing import Proposed, proposed
from stuga.runtime.retention.sweeping import would_do

SOON: Final = timedelta(days=30)
MOST_RUNS: Final = 10
_LONGEST_STEM: Final = 55


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelShown:
    """A model with its rules in force and what else is proposed; in the reader's language.

    :ivar due: how many of its records are due now
    :ivar soon: how many more fall due within 30 days
    """

    app: App
    model: Model
    rules: Sequence[RetentionRule]
    proposals: Sequence[Proposed]
    due: int = 0
    soon: int = 0

    @property
    def personal(self) -> Sequence[str]:
        """Titles of its personal fields."""
        fields = apart(self.model.fields)
        return [self.model.title_at(path) for path, one in fields if one.privacy.is_personal]

    @property
    def is_endless(self) -> bool:
        """Whether it keeps personal data, and no rule in force ever ends that."""
        return bool(self.personal) and not any("keep_max" in one.rule for one in self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Every published model, and what happens next.

    :ivar reckoning: whether due times still follow a rule that has changed
    """

    models: Sequence[ModelShown]
    runs: Sequence[RetentionRun]
    names: Mapping[UUID, str]
    next_due: datetime | None
    reckoning: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShown:
    """A model with one of its rules, the versions there were of it, and who wrote them.

    :ivar rule: None for one that is not there yet, or has ended
    """

    live: LiveApp
    app: App
    model: Model
    rule: RetentionRule | None = None
    versions: Sequence[RetentionRule] = ()
    names: Mapping[UUID, str] = field(default_factory=dict)
    others: Sequence[RetentionRule] = ()

    @property
    def raw(self) -> JsonObject:
        """The rule as it is in force; empty if it is not."""
        return self.rule.rule if self.rule else {}

    @property
    def proposals(self) -> Sequence[Proposed]:
        """What the definition proposes for the model, and is not in force."""
        own = [*self.others, *([self.rule] if self.rule else [])]
        return proposed(self.app, self.model, own)

    def free_key(self, rule: JsonObject) -> str:
        """Return a key for a new rule that no other in force for the model has."""
        start = next(iter(object_at(rule, "start").values()), "rule")
        period = text_at(rule, "keep_max") or text_at(rule, "keep_min")
        stem = f"{start}-{period.lower()}"[:_LONGEST_STEM]
        taken = {one.key for one in self.others}
        names = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
        return next(name for name in names if name not in taken)

    @property
    def place(self) -> str:
        """The model's address from the tenant's root."""
        return f"/admin/retention/{self.app.key}/{self.model.key}"


def overview(actor: Actor, language: str, now: datetime) -> Overview:
    """Return every published model with its rules, its open proposals, and what is due."""
    require(actor, Permission.RETENTION_READ)
    audit.record(actor, Act.RETENTION_READ, target=Target(kind="retention"))
    rules = queries.rules_in_force()
    return Overview(
        models=list(_models(rules, language, now)),
        runs=queries.last_runs(MOST_RUNS),
        names=names_of(one.author_id for one in rules),
        next_due=queries.next_due(now),
        reckoning=queries.is_reckoning(),
    )


def _models(rules: Sequence[RetentionRule], language: str, now: datetime) -> Iterator[ModelShown]:
    counts = queries.due_counts(now, now + SOON)
    for app in queries.published_apps():
        serving = live_by_id(app.id)
        worded = serving.definition.in_language(language)
        for key, model in serving.models.items():
            own = [one for one in rules if one.app_id == app.id and one.model == key]
            due, soon = counts.get(model.id, (0, 0))
            yield ModelShown(
                app=worded,
                model=worded.models[key],
                rules=own,
                proposals=proposed(worded, worded.models[key], own),
                due=due,
                soon=soon,
            )


def read_rule(actor: Actor, place: tuple[str, str, str], language: str) -> RuleShown:
    """Return a model with the rule of a key, in force or ended.

    :param place: keys of the app, the model and the rule
    :raises NotFoundError: if there never was such a rule
    """
    require(actor, Permission.RETENTION_READ)
    found = rule_at(place, language)
    if not found.versions:
        raise NotFoundError
    target = Target(kind="retention-rule", app=place[0], model=place[1])
    audit.record(actor, Act.RETENTION_READ, target=target)
    return found


def read_form(actor: Actor, place: tuple[str, str, str], language: str) -> RuleShown:
    """Return a model for a rule that is not there yet.

    :raises NotFoundError: if there is no such app or model
    """
    require(actor, Permission.RETENTION_WRITE)
    found = rule_at(place, language)
    audit.record(
        actor, Act.RETENTION_READ, target=Target(kind="form", app=place[0], model=place[1])
    )
    return found


def read_ending(
    actor: Actor, place: tuple[str, str, str], language: str
) -> tuple[RuleShown, RetentionRule]:
    """Return a rule that someone is about to end.

    :raises NotFoundError: if it is not in force
    """
    require(actor, Permission.RETENTION_WRITE)
    found = rule_at(place, language)
    if found.rule is None:
        raise NotFoundError
    target = Target(kind="retention-rule", app=place[0], model=place[1])
    audit.record(actor, Act.RETENTION_READ, target=target)
    return found, found.rule


def rule_to_change(actor: Actor, place: tuple[str, str, str], language: str) -> RuleShown:
    """Return what an act on a rule starts from; the act itself leaves the entry.

    :raises NotFoundError: if there is no such app or model, or never was such a rule
    """
    require(actor, Permission.RETENTION_WRITE)
    found = rule_at(place, language)
    if place[2] and not found.versions:
        raise NotFoundError
    return found


def rule_at(place: tuple[str, str, str], language: str) -> RuleShown:
    """Return what stands at a place, for someone whose act has been noted already."""
    app_key, model_key, key = place
    app = live(app_key)
    app.model(model_key)
    worded = app.definition.in_language(language)
    versions = queries.versions_of(app.app_id, model_key, key) if key else ()
    in_force = [one for one in queries.rules_in_force(app.app_id) if one.model == model_key]
    return RuleShown(
        live=app,
        app=worded,
        model=worded.models[model_key],
        rule=next((one for one in in_force if one.key == key), None),
        versions=versions,
        names=names_of(one.author_id for one in versions),
        others=[one for one in in_force if one.key != key],
    )


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many records one rule acted on, or would."""

    title: str
    app: str
    model: str
    deletes: bool
    count: int


def read_due(actor: Actor, language: str, now: datetime) -> tuple[Counted, Sequence[RuleCount]]:
    """Return what a run would do now: all of it, and rule by rule."""
    counted = would_do(actor, now)
    return counted, _by_rule(counted.anonymised, counted.deleted, language)


@dataclass(frozen=True, slots=True)
class Passed:
    """A record that a run had to leave as it is.

    :ivar place: the keys of its app and model, as far as they are still known
    """

    record: str
    place: str
    reason: str


def read_run(
    actor: Actor, run_id: UUID, language: str
) -> tuple[RetentionRun, Sequence[RuleCount], Sequence[Passed]]:
    """Return a run with its report, rule by rule, and what it passed over.

    :raises NotFoundError: if the tenant has no such run
    """
    require(actor, Permission.RETENTION_READ)
    run = queries.find_run(run_id)
    if run is None:
        raise NotFoundError
    audit.record(actor, Act.RETENTION_READ, target=Target(kind="retention-run", id=run_id))
    anonymised, deleted = (
        _numbers(object_at(run.report, part)) for part in ("anonymised", "deleted")
    )
    return run, _by_rule(anonymised, deleted, language), _passed_in(run.report)


def _passed_in(report: JsonObject) -> Sequence[Passed]:
    named = [one for _, one in objects_at(report, "passed_over")]
    models = queries.find_models({UUID(text_at(one, "model")) for one in named})
    return [
        Passed(
            text_at(one, "record"),
            " / ".join(models.get(UUID(text_at(one, "model")), ())),
            text_at(one, "reason"),
        )
        for one in named
    ]


def _title(rule: RetentionRule, app: App | None) -> str:
    found = app.retention.get(rule.key) if app and rule.source == "proposal" else None
    return found.title if found else rule.title


def _numbers(counts: Mapping[str, object]) -> Mapping[str, int]:
    return {key: number for key, number in counts.items() if isinstance(number, int)}


def _by_rule(
    anonymised: Mapping[str, int], deleted: Mapping[str, int], language: str
) -> Sequence[RuleCount]:
    rules = queries.rules_with([UUID(key) for key in {*anonymised, *deleted}])
    apps = {app.id: live_by_id(app.id).definition for app in queries.published_apps()}
    found = []
    for counts, deletes in ((anonymised, False), (deleted, True)):
        for key, number in counts.items():
            rule = rules.get(UUID(key))
            app = apps[rule.app_id].in_language(language) if rule and rule.app_id in apps else None
            model = app.models.get(rule.model) if app and rule else None
            found.append(
                RuleCount(
                    title=_title(rule, app) if rule else "",
                    app=app.title if app else "",
                    model=model.title if model else "",
                    deletes=deletes,
                    count=number,
                )
            )
    return sorted(found, key=lambda one: -one.count)
