"""Tables, one file each, and the app-definition language."""

from stuga.models.accessibility_report import AccessibilityReport
from stuga.models.app import App, Model, ModelField, Version
from stuga.models.audit import AuditDetail, AuditEntry
from stuga.models.base import Base, TenantOwned
from stuga.models.bulk import BulkFailure, BulkJob
from stuga.models.calendar_feed import CalendarFeed
from stuga.models.comment import Comment, CommentMention
from stuga.models.exchange import ExportJob, ExportPart, ImportFailure, ImportJob, ImportKey
from stuga.models.file import File
from stuga.models.form_link import FormLink
from stuga.models.migration import FormerValue, Migration, MigrationChange, Trial
from stuga.models.notice import MailRefusal, Notice, NoticeChoice
from stuga.models.operator import SystemEvent, Throttle
from stuga.models.outbox import Outbox
from stuga.models.person import Person, RoleGrant
from stuga.models.picture import Picture
from stuga.models.record import Record, RecordChange, RecordLink, RecordSequence, RecordUnique
from stuga.models.request_key import RequestKey
from stuga.models.retention import Erased, RetentionRule, RetentionRun
from stuga.models.saved_form import SavedForm
from stuga.models.saved_view import SavedView
from stuga.models.session import OneTimeToken, ServiceToken, Session
from stuga.models.tenant import Host, Tenant

__all__ = [
    "AccessibilityReport",
    "App",
    "AuditDetail",
    "AuditEntry",
    "Base",
    "BulkFailure",
    "BulkJob",
    "CalendarFeed",
    "Comment",
    "CommentMention",
    "Erased",
    "ExportJob",
    "ExportPart",
    "File",
    "FormLink",
    "FormerValue",
    "Host",
    "ImportFailure",
    "ImportJob",
    "ImportKey",
    "MailRefusal",
    "Migration",
    "MigrationChange",
    "Model",
    "ModelField",
    "Notice",
    "NoticeChoice",
    "OneTimeToken",
    "Outbox",
    "Person",
    "Picture",
    "Record",
    "RecordChange",
    "RecordLink",
    "RecordSequence",
    "RecordUnique",
    "RequestKey",
    "RetentionRule",
    "RetentionRun",
    "RoleGrant",
    "SavedForm",
    "SavedView",
    "ServiceToken",
    "Session",
    "SystemEvent",
    "Tenant",
    "TenantOwned",
    "Throttle",
    "Trial",
    "Version",
]
