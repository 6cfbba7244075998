"""Retention from the command line: a run now, or at another moment for a drill."""

from datetime import UTC, datetime

import click

from stuga.cli.inside import OPERATOR, inside
from stuga.models import RetentionRun
from stuga.models.definition.reading import objects_at
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import unit_of_work
from stuga.runtime.retention import queries, sweeping
from stuga.runtime.retention.commands import StartRun


@click.group()
def retention() -> None:
    """Forgetting what rules say."""


@retention.command()
@click.option("--tenant", "slug", required=True)
@click.option("--now", "moment", default="", help="As 2027-01-01T03:00Z; else this moment.")
@click.option("--dry-run", is_flag=True, help="Count what is due, and change nothing.")
def run(slug: str, moment: str, *, dry_run: bool) -> None:
    """Do what is due by a moment, slice by slice, and print the report."""
    now = _moment(moment)
    with inside(slug):
        if dry_run:
            counted = sweeping.would_do(OPERATOR, now)
            done = {"anonymised": counted.anonymised, "deleted": counted.deleted}
            click.echo(
                f"{counted.records} records are due by {now.isoformat()}; nothing is changed."
            )
            _print_rules(done)
            _print_passed(sweeping.added({}, counted))
            return
        with unit_of_work():
            begun = sweeping.begin(OPERATOR, StartRun(now=now))
        _do(begun)
        report = queries.get_run(begun.id).report
        click.echo(f"{report['records']} records, {report['waiting']} wait, by {now.isoformat()}.")
        _print_rules(report)
        _print_passed(report)


def _do(begun: RetentionRun) -> None:
    """Do a run to its end; one that an error stops has failed."""
    try:
        while _slice(begun):
            pass
    except Exception:
        with unit_of_work():
            sweeping.fail(OPERATOR, begun.id)
        raise


def _slice(begun: RetentionRun) -> bool:
    """Do one slice in a transaction of its own, so that what is done stays done."""
    with unit_of_work():
        return sweeping.do_slice(OPERATOR, begun.id)


def _print_rules(report: object) -> None:
    titles = {str(rule.id): f"{rule.model}: {rule.title}" for rule in queries.rules_in_force()}
    for what in ("anonymised", "deleted"):
        counts = report.get(what, {}) if isinstance(report, dict) else {}
        for rule_id, number in counts.items():
            click.echo(f"  {number:>7} {what} by {titles.get(rule_id, rule_id)}")


def _print_passed(report: JsonObject) -> None:
    if report["failed"]:
        click.echo(f"  {report['failed']:>7} passed over, and still there:")
    for _, one in objects_at(report, "passed_over"):
        click.echo(f"          {one['record']}: {one['reason']}")


def _moment(text: str) -> datetime:
    if not text:
        return clock.now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("write it as 2027-01-01T03:00Z", param_hint="--now") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
