"""Jobs of pictures: removing bytes whose rows are gone."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from stuga.models.definition.reading import texts_at
from stuga.platform import clock
from stuga.platform.db import outbox
from stuga.platform.jobs import Job, Queue, task
from stuga.platform.pictures import blobs
from stuga.platform.pictures.service import REMOVE
from stuga.platform.storage import StorageUnavailableError

AGAIN_AFTER: Final = timedelta(minutes=5)


@task(REMOVE, queue=Queue.MAINTENANCE)
def remove_bytes(job: Job) -> None:
    """Remove the bytes of pictures. However long the storage is away, they go."""
    try:
        for one in texts_at(job.payload, "pictures"):
            blobs.remove(UUID(one))
    except StorageUnavailableError:
        outbox.leave(job.kind, job.payload, not_before=clock.now() + AGAIN_AFTER)
