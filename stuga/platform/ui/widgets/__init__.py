"""What shows and reads a field: one widget a file, each with its template."""

from stuga.platform.ui.widgets.control import Control, FileShown, Mode, Option, Privacy, Row, Table
from stuga.platform.ui.widgets.layout import LAYOUTS, Layout
from stuga.platform.ui.widgets.registry import WIDGETS, NoWidgetError, widget_for, widgets_for
from stuga.platform.ui.widgets.widget import Frame, Group, Posted, Widget

__all__ = [
    "LAYOUTS",
    "WIDGETS",
    "Control",
    "FileShown",
    "Frame",
    "Group",
    "Layout",
    "Mode",
    "NoWidgetError",
    "Option",
    "Posted",
    "Privacy",
    "Row",
    "Table",
    "Widget",
    "widget_for",
    "widgets_for",
]
