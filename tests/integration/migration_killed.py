"""A worker that is killed in the middle of a migration: TENANT BATCHES.

It does so many batches as a worker would, and dies by `kill -9` when the last of them has written
all it has to write and has not been committed.
"""

import os
import signal
import sys
from uuid import UUID

from stuga.app import create_app
from stuga.builder.publishing.kinds_of_job import PREPARE
from stuga.builder.publishing.tasks import prepare
from stuga.platform import config
from stuga.platform.jobs import Job
from stuga.platform.jobs.relay import leased_of
from stuga.platform.jobs.work import perform

TENANT, BATCHES = UUID(sys.argv[1]), int(sys.argv[2])


def die(job: Job) -> None:
    prepare(job)
    os.kill(os.getpid(), signal.SIGKILL)


app = create_app(config.load())
for number in range(1, BATCHES + 1):
    (row,) = [one for one in leased_of(app, TENANT) if one.kind == PREPARE]
    perform(app, die if number == BATCHES else prepare, TENANT, row.id, row.token)
sys.exit("it lives")
