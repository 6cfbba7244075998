"""How each route of notifications is called well."""

import re
from typing import Final

from tests.factories.walk import Call, Places, World, a_record

HERE: Final = "/notifications"
CHOICES: Final = "/account/notifications"
LEADS_ON: Final = "it leads on and shows nothing"
A_COUNT: Final = "a number alone; the page of notifications leaves its entry"


def a_mention(world: World) -> Places:
    """Have someone mention the owner in a comment; name it and its notice."""
    record = a_record(world)["record"]
    path = f"/api/v1/apps/{world.app}/records/case/{record}/comments"
    made = world.browser("member").post(path, json={"text": "@Ada Lind"}).get_json()
    html = world.browser("owner").get(HERE).text
    [notice, *_] = re.findall(r'href="[^"]*/notifications/([0-9a-f-]{36})"', html)
    return {"comment": made["id"], "notice": notice}


NOTICE_CALLS: Final = (
    Call(endpoint="notice-pages.show_notices", path=HERE, given=a_mention),
    Call(endpoint="notice-pages.count_unread", path=f"{HERE}/count", quiet=A_COUNT),
    Call(
        endpoint="notice-pages.open_notice",
        path=f"{HERE}/{{notice}}",
        given=a_mention,
        status=303,
    ),
    Call(
        endpoint="notice-pages.mark_notice",
        method="POST",
        path=f"{HERE}/{{notice}}",
        given=a_mention,
        form={"read": "no"},
        status=303,
    ),
    Call(endpoint="notice-pages.mark_all", method="POST", path=f"{HERE}/read", status=303),
    Call(endpoint="notice-pages.show_choices", path=CHOICES),
    Call(
        endpoint="notice-pages.choose",
        method="POST",
        path=CHOICES,
        form={"shown.mentions": "yes", "mail.mentions": "daily"},
        status=303,
    ),
    Call(
        endpoint="comment-links.go_to_comment",
        path="/comments/{app}/{comment}",
        given=a_mention,
        status=303,
        quiet=LEADS_ON,
    ),
)
