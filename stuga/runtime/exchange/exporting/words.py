"""Why an export could not go on."""

from collections.abc import Mapping
from typing import Final

from stuga.platform.ui import msgid

REASONS: Final[Mapping[str, str]] = {
    "export-not-permitted": msgid("You may no longer export these records."),
    "sheet-full": msgid("There are more rows than a sheet can hold. Export them as CSV."),
    "paper-full": msgid("There are more rows than a PDF can hold. Export them as Excel."),
    "paper-slow": msgid("The PDF took too long to make. Filter the list, or export it as Excel."),
    "list-changed": msgid("The app has changed since. Open the list and export it once more."),
    "export-given-up": msgid("An error stopped it, and has been noted. Try once more."),
}
