"""One of a few, all of them in view."""

from stuga.platform.ui.locale import msgid
from stuga.platform.ui.widgets.select import SelectWidget
from stuga.platform.ui.widgets.widget import Frame


class RadioWidget(SelectWidget):
    name = "radio"
    title = msgid("Choice")
    icon = "circle"
    template = "radio"
    frame = Frame.GROUP
