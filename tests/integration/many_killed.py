"""A worker that is killed in the middle of a change of many records: TENANT SLICES.

It does so many slices as a worker would, and dies by `kill -9` when the last of them has written
all it has to write and has not been committed.
"""

import os
import signal
import sys
from uuid import UUID

from stuga.app import create_app
from stuga.platform import config
from stuga.platform.jobs import Job
from stuga.platform.jobs.relay import leased_of
from stuga.platform.jobs.work import perform
from stuga.runtime.records.many.service import CHANGE
from stuga.runtime.records.many.tasks import change_slice

TENANT, SLICES = UUID(sys.argv[1]), int(sys.argv[2])


def die(job: Job) -> None:
    change_slice(job)
    os.kill(os.getpid(), signal.SIGKILL)


app = create_app(config.load())
for number in range(1, SLICES + 1):
    (row,) = [one for one in leased_of(app, TENANT) if one.kind == CHANGE]
    perform(app, die if number == SLICES else change_slice, TENANT, row.id, row.token)
sys.exit("it lives")
