"""The only place where the parts meet."""

from pathlib import Path
from typing import Final

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from stuga.builder.apps.routes import apps
from stuga.builder.designer.file_pages import file_desk
from stuga.builder.designer.pages import build
from stuga.builder.designer.picture_pages import picture_desk
from stuga.builder.designer.places_found import builder_places
from stuga.builder.publishing import tasks as publishing_tasks  # noqa: F401  # makes its jobs known
from stuga.builder.publishing.routes import migrations, versions
from stuga.builder.schemas_routes import schemas
from stuga.builder.spreadsheets.pages import spreadsheet_pages
from stuga.platform import audit, config
from stuga.platform.audit import Act, Target
from stuga.platform.config import Settings
from stuga.platform.crypto import KeyRing, Purpose, use_ring
from stuga.platform.db.session import init_db
from stuga.platform.db.unit_of_work import NUDGE
from stuga.platform.errors import NotPermittedError
from stuga.platform.identity import frame
from stuga.platform.identity import tasks as identity_tasks  # noqa: F401  # makes its jobs known
from stuga.platform.identity.blueprints import BLUEPRINTS
from stuga.platform.identity.error_page import error_page
from stuga.platform.identity.notices import tasks as notice_tasks  # noqa: F401  # as above
from stuga.platform.identity.request import SETTINGS, who
from stuga.platform.identity.trail import tasks as trail_tasks  # noqa: F401  # makes its jobs known
from stuga.platform.identity.who import person_for_job
from stuga.platform.jobs.broker import new_celery
from stuga.platform.jobs.relay import nudge_with
from stuga.platform.jobs.work import ACTOR_OF, use_app
from stuga.platform.mail import MAILER, new_mailer
from stuga.platform.pictures import tasks as picture_tasks  # noqa: F401  # makes its jobs known
from stuga.platform.pictures.routes import picture_routes
from stuga.platform.storage import STORAGE, new_storage
from stuga.platform.telemetry import configure_logs
from stuga.platform.tenancy import find_tenant_id
from stuga.platform.tenants.directory import Directory
from stuga.platform.ui import FRAME_STYLES, configure
from stuga.platform.web import application, problems, static, tenant_path
from stuga.platform.web.access import WHO, actor_of_request
from stuga.platform.web.application import Application
from stuga.platform.web.health import health
from stuga.platform.web.rates import RATES, Rates
from stuga.platform.web.shelf import SHELF, Shelf
from stuga.runtime.comments.routes import comments
from stuga.runtime.exchange import tasks as exchange_tasks  # noqa: F401  # makes its jobs known
from stuga.runtime.exchange.exporting import tasks as export_tasks  # noqa: F401  # as above
from stuga.runtime.exchange.exporting.pages import export_pages
from stuga.runtime.exchange.exporting.routes import exports
from stuga.runtime.exchange.pages import import_pages
from stuga.runtime.exchange.routes import imports
from stuga.runtime.files import tasks as file_tasks  # noqa: F401  # makes its jobs known
from stuga.runtime.files.routes import files
from stuga.runtime.records import tasks as record_tasks  # noqa: F401  # makes its jobs known
from stuga.runtime.records.group_routes import figures
from stuga.runtime.records.many import tasks as many_tasks  # noqa: F401  # makes its jobs known
from stuga.runtime.records.many.routes import bulk_jobs
from stuga.runtime.records.routes import records
from stuga.runtime.retention import tasks as retention_tasks  # noqa: F401  # makes its jobs known
from stuga.runtime.retention.admin import retention_pages
from stuga.runtime.retention.routes import retention
from stuga.runtime.serving.api_pages import api_pages
from stuga.runtime.serving.app_pages import app_pages
from stuga.runtime.serving.board_pages import board_pages
from stuga.runtime.serving.comment_pages import comment_links, comment_pages
from stuga.runtime.serving.computed_pages import computed_pages
from stuga.runtime.serving.feed_pages import feed_pages
from stuga.runtime.serving.file_pages import file_pages
from stuga.runtime.serving.find_pages import find_pages
from stuga.runtime.serving.finding import BUILDER_PLACES
from stuga.runtime.serving.form_link_pages import form_link_pages
from stuga.runtime.serving.home_pages import home_pages
from stuga.runtime.serving.many_pages import many_pages
from stuga.runtime.serving.paper_pages import paper_pages
from stuga.runtime.serving.picture_pages import picture_pages
from stuga.runtime.serving.places import apps_of
from stuga.runtime.serving.receipt_pages import receipt_pages
from stuga.runtime.serving.saved_pages import saved_pages
from stuga.runtime.serving.statement_pages import statement_pages
from stuga.runtime.serving.view_pages import view_pages

STATIC: Final = Path(__file__).parent / "static"
STATIC_FILES: Final = "stuga.static"
FORM_PARTS: Final = 20_000
"""How many inputs a form may have: a list has some for each of its rows."""
FILES_AT_ONCE: Final = 3
"""How many of the largest files one request may bring."""


def create_app(settings: Settings) -> Flask:
    """Put the parts together. Nothing is read from the environment here."""
    configure_logs()
    ring = KeyRing(settings.secret)
    use_ring(ring)
    app = Application("stuga", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body
    app.config["MAX_FORM_PARTS"] = FORM_PARTS
    app.config[application.MOST_WITH_FILES] = (
        FILES_AT_ONCE * settings.max_upload + settings.max_body
    )
    init_db(app, settings)
    audit.gather_reads(app)
    styles = [f"css/{name}.css" for name in FRAME_STYLES]
    files = static.StaticFiles(STATIC, {"css/frame.css": styles})
    configure(static_url=files.url, imports_of=files.imports_of)
    celery = new_celery(settings.broker_url)
    app.extensions.update(
        {
            SETTINGS: settings,
            STATIC_FILES: files,
            WHO: who,
            application.TENANT_OF: Directory().find,
            application.ERROR_PAGE: error_page,
            application.ON_DENIED: note_denied,
            frame.APPS_OF: apps_of,
            BUILDER_PLACES: builder_places,
            problems.TONGUE_OF: frame.tongue,
            ACTOR_OF: person_for_job,
            NUDGE: nudge_with(celery),
            STORAGE: new_storage(settings),
            MAILER: new_mailer(settings),
            RATES: Rates(settings),
            SHELF: Shelf(settings),
            "celery": celery,
        }
    )
    use_app(app)
    register(app)
    application.handle_errors(app)
    layered = tenant_path.tenant_layer(app.wsgi_app, ring.key(Purpose.ADDRESS))
    app.wsgi_app = static.before(files, layered)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def wsgi() -> Flask:
    """Make the application that granian serves (`granian --factory stuga.app:wsgi`)."""
    return create_app(config.load())


def register(app: Application) -> None:
    """Add every feature's routes."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_blueprint(health)
    app.register_blueprint(apps)
    app.register_blueprint(versions)
    app.register_blueprint(migrations)
    app.register_blueprint(build)
    app.register_blueprint(picture_desk)
    app.register_blueprint(file_desk)
    app.register_blueprint(spreadsheet_pages)
    app.register_blueprint(schemas)
    app.register_blueprint(records)
    app.register_blueprint(figures)
    app.register_blueprint(comments)
    app.register_blueprint(bulk_jobs)
    app.register_blueprint(files)
    app.register_blueprint(home_pages)
    app.register_blueprint(find_pages)
    app.register_blueprint(app_pages)
    app.register_blueprint(api_pages)
    app.register_blueprint(many_pages)
    app.register_blueprint(computed_pages)
    app.register_blueprint(comment_pages)
    app.register_blueprint(comment_links)
    app.register_blueprint(saved_pages)
    app.register_blueprint(form_link_pages)
    app.register_blueprint(receipt_pages)
    app.register_blueprint(view_pages)
    app.register_blueprint(board_pages)
    app.register_blueprint(feed_pages)
    app.register_blueprint(paper_pages)
    app.register_blueprint(statement_pages)
    app.register_blueprint(file_pages)
    app.register_blueprint(picture_routes)
    app.register_blueprint(picture_pages)
    app.register_blueprint(retention)
    app.register_blueprint(retention_pages)
    app.register_blueprint(imports)
    app.register_blueprint(import_pages)
    app.register_blueprint(exports)
    app.register_blueprint(export_pages)


def note_denied(error: NotPermittedError) -> None:
    """Leave an entry of what was refused; the request's own transaction is rolled back."""
    if find_tenant_id() is not None:
        audit.record_apart(
            actor_of_request(),
            Act.ACCESS_DENIED,
            target=Target(kind="route"),
            permission=error.permission,
        )
