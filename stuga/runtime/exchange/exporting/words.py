"""Why an export could not go on."""

from collections.abc import Mapping
from typing import Final

from stuga.platform.ui import msgid

REASONS: Final[Mapping[str, str]] = {
    "export-not-permitted": msgid("You may no longer export these records."),
    "sheet-full": msgid("There are more rows than a sheet can hold. Export them as CSV."),
    "list-changed": msgid("The app has changed since. Open the list and export it once more."),
    "export-given-up": msgid("An error stopped it, and has been noted. Try once more."),
}
