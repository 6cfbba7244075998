"""Every act there is: its operation, its stream, and its sentence."""

from enum import StrEnum
from typing import Final


class Stream(StrEnum):
    """Entries of one stream live equally long and are sealed in one tree."""

    CHANGE = "change"
    READ = "read"
    SECURITY = "security"
    ADMIN = "admin"


class Op(StrEnum):
    """What is done, in the fewest kinds."""

    CREATE = "create"
    READ = "read"
    UPDATE = "update"
    DELETE = "delete"
    EXPORT = "export"
    SIGN_IN = "sign-in"
    GRANT = "grant"


class Outcome(StrEnum):
    """How an act ended."""

    SUCCESS = "success"
    DENIED = "denied"
    FAILED = "failed"


class Act(StrEnum):
    """A kind of act. Names are API and never change."""

    RECORD_CREATE = "record.create"
    RECORD_READ = "record.read"
    RECORD_LIST = "record.list"
    RECORD_HISTORY = "record.history"
    RECORD_UPDATE = "record.update"
    RECORD_DELETE = "record.delete"
    RECORD_RESTORE = "record.restore"
    RECORD_BULK = "record.bulk"
    RECORD_EXPORT = "record.export"
    RECORD_PRINT = "record.print"
    RECORD_IMPORT = "record.import"
    RECORD_ANONYMISE = "record.anonymise"
    RECORD_PURGE = "record.purge"
    COMMENT_CREATE = "comment.create"
    COMMENT_UPDATE = "comment.update"
    COMMENT_DELETE = "comment.delete"
    FILE_CREATE = "file.create"
    FILE_READ = "file.read"
    FILE_UPDATE = "file.update"
    FILE_DELETE = "file.delete"
    SCREEN_READ = "screen.read"
    FORM_READ = "form.read"
    SCREEN_PRINT = "screen.print"
    FORM_UPDATE = "form.update"
    FORM_SEND = "form.send"
    FORM_MAIL = "form.mail"
    FORM_DELETE = "form.delete"
    FEED_CREATE = "feed.create"
    FEED_DELETE = "feed.delete"
    VIEW_CREATE = "view.create"
    VIEW_DELETE = "view.delete"
    REPORT_CREATE = "report.create"
    REPORT_LIST = "report.list"
    PICTURE_CREATE = "picture.create"
    PICTURE_DELETE = "picture.delete"
    APP_LIST = "app.list"
    APP_READ = "app.read"
    APP_CREATE = "app.create"
    APP_UPDATE = "app.update"
    APP_DELETE = "app.delete"
    DRAFT_READ = "draft.read"
    DRAFT_UPDATE = "draft.update"
    DRAFT_CHECK = "draft.check"
    DRAFT_PREVIEW = "draft.preview"
    VERSION_LIST = "version.list"
    VERSION_READ = "version.read"
    VERSION_PUBLISH = "version.publish"
    MIGRATION_LIST = "migration.list"
    MIGRATION_READ = "migration.read"
    MIGRATION_CREATE = "migration.create"
    MIGRATION_UPDATE = "migration.update"
    MIGRATION_PURGE = "migration.purge"
    BULK_CREATE = "bulk.create"
    BULK_READ = "bulk.read"
    BULK_UPDATE = "bulk.update"
    SLOTS_FILL = "slots.fill"
    IMPORT_CREATE = "import.create"
    IMPORT_READ = "import.read"
    IMPORT_UPDATE = "import.update"
    EXPORT_READ = "export.read"
    EXPORT_UPDATE = "export.update"
    RETENTION_READ = "retention.read"
    RETENTION_WRITE = "retention.write"
    RETENTION_PREVIEW = "retention.preview"
    RETENTION_RUN = "retention.run"
    AUDIT_READ = "audit.read"
    SIGN_IN = "session.start"
    SIGN_OUT = "session.end"
    SESSION_LIST = "session.list"
    PROFILE_READ = "profile.read"
    PROFILE_UPDATE = "profile.update"
    NOTICE_LIST = "notice.list"
    NOTICE_UPDATE = "notice.update"
    PERSON_LIST = "person.list"
    PERSON_READ = "person.read"
    PERSON_CREATE = "person.create"
    PERSON_UPDATE = "person.update"
    LINK_CREATE = "link.create"
    ROLE_GRANT = "role.grant"
    ROLE_REVOKE = "role.revoke"
    TOKEN_LIST = "token.list"  # noqa: S105  # an act's name
    TOKEN_CREATE = "token.create"  # noqa: S105  # an act's name
    TOKEN_REVOKE = "token.revoke"  # noqa: S105  # an act's name
    TENANT_READ = "tenant.read"
    TENANT_CREATE = "tenant.create"
    TENANT_UPDATE = "tenant.update"
    ACCESS_DENIED = "access.denied"

    @property
    def op(self) -> Op:
        """What the act does."""
        return _OPS.get(self.value.partition(".")[2], Op.UPDATE)

    @property
    def stream(self) -> Stream:
        """Where its entry is kept."""
        noun = self.value.partition(".")[0]
        if noun in _SECURITY:
            return Stream.SECURITY
        if self.op is Op.READ:
            return Stream.READ
        return Stream.CHANGE if noun in _CHANGING else Stream.ADMIN


_CHANGING: Final = {"record", "report", "comment", "file", "form", "view", "screen"}
_SECURITY: Final = {"session", "role", "token", "link", "access", "audit"}
_OPS: Final = {
    "create": Op.CREATE,
    "import": Op.CREATE,
    "read": Op.READ,
    "list": Op.READ,
    "history": Op.READ,
    "check": Op.READ,
    "preview": Op.READ,
    "delete": Op.DELETE,
    "purge": Op.DELETE,
    "export": Op.EXPORT,
    "print": Op.EXPORT,
    "start": Op.SIGN_IN,
    "end": Op.SIGN_IN,
    "grant": Op.GRANT,
    "revoke": Op.GRANT,
    "denied": Op.READ,
}
