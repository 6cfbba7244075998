"""Every call there is, in the order of a walk: who signs out comes last."""

from typing import Final

from tests.factories.walk_api import API_CALLS
from tests.factories.walk_build import BUILD_CALLS
from tests.factories.walk_comments import COMMENT_CALLS
from tests.factories.walk_exports import EXPORT_CALLS
from tests.factories.walk_files import FILE_CALLS
from tests.factories.walk_imports import IMPORT_CALLS
from tests.factories.walk_many import MANY_CALLS
from tests.factories.walk_migrations import MIGRATION_CALLS
from tests.factories.walk_notices import NOTICE_CALLS
from tests.factories.walk_pages import PAGE_CALLS
from tests.factories.walk_pictures import PICTURE_CALLS
from tests.factories.walk_retention import RETENTION_CALLS
from tests.factories.walk_sheets import SHEET_CALLS

CALLS: Final = (
    *API_CALLS,
    *COMMENT_CALLS,
    *NOTICE_CALLS,
    *FILE_CALLS,
    *IMPORT_CALLS,
    *EXPORT_CALLS,
    *MANY_CALLS,
    *BUILD_CALLS,
    *MIGRATION_CALLS,
    *SHEET_CALLS,
    *PICTURE_CALLS,
    *RETENTION_CALLS,
    *PAGE_CALLS,
)
