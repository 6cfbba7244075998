"""Every route of identity."""

from typing import Final

from stuga.platform.identity.administration.look_pages import look_pages
from stuga.platform.identity.administration.pages import administration_pages
from stuga.platform.identity.administration.routes import theme_routes
from stuga.platform.identity.notices.pages import notice_pages
from stuga.platform.identity.persons.pages import person_pages
from stuga.platform.identity.profile.pages import profile_pages
from stuga.platform.identity.profile.routes import profile_routes
from stuga.platform.identity.sign_in.pages import sign_in_pages
from stuga.platform.identity.tokens.pages import token_pages
from stuga.platform.identity.trail.pages import trail_pages
from stuga.platform.identity.trail.reads_pages import reads_pages
from stuga.platform.identity.trail.routes import trail_routes

BLUEPRINTS: Final = (
    sign_in_pages,
    profile_pages,
    profile_routes,
    notice_pages,
    administration_pages,
    look_pages,
    theme_routes,
    person_pages,
    token_pages,
    trail_pages,
    reads_pages,
    trail_routes,
)
