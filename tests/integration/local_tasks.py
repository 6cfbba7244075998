"""A task for a Celery worker in a process of its own."""

from pathlib import Path

from celery import Celery

app = Celery("local_tasks", set_as_current=False)
app.conf.update(broker_connection_retry_on_startup=True, task_ignore_result=True)


@app.task(name="note")
def note(path: str) -> None:
    Path(path).write_text("done", encoding="utf-8")
