"""The HTTP edge: tenants in paths, access, problems, conditions, headers, static files."""

from stuga.platform.web.access import (
    outside,
    public,
    signed_in,
    takes_files,
)
from stuga.platform.web.answers import (
    answer,
    no_content,
    see_other,
    with_revision,
)
from stuga.platform.web.bodies import arguments, body, if_match, json_body, merge_patch_body

__all__ = [
    "answer",
    "arguments",
    "body",
    "if_match",
    "json_body",
    "merge_patch_body",
    "no_content",
    "outside",
    "public",
    "see_other",
    "signed_in",
    "takes_files",
    "with_revision",
]
