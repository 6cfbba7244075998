"""How each route of comments on records is called well."""

from typing import Final

from tests.factories.walk import Call, Places, World, a_record

PAGE: Final = "/apps/{app}/case/{record}/comments"
API: Final = "/api/v1/apps/{app}/records/case/{record}/comments"
SAID: Final = {"text": "Called the applicant."}


def a_comment(world: World) -> Places:
    """Comment on a record."""
    places = a_record(world)
    path = f"/api/v1/apps/{world.app}/records/case/{places['record']}/comments"
    made = world.browser("owner").post(path, json=SAID).get_json()
    return {**places, "comment": made["id"]}


COMMENT_CALLS: Final = (
    Call(endpoint="comments.list_comments", path=API, given=a_comment),
    Call(
        endpoint="comments.add_comment",
        method="POST",
        path=API,
        given=a_record,
        json=SAID,
        status=201,
    ),
    Call(
        endpoint="comments.edit_comment",
        method="PATCH",
        path=f"{API}/{{comment}}",
        given=a_comment,
        json={"text": "Wrote to the applicant."},
    ),
    Call(
        endpoint="comments.delete_comment",
        method="DELETE",
        path=f"{API}/{{comment}}",
        given=a_comment,
        status=204,
    ),
    Call(endpoint="comment-pages.find_people", path=f"{PAGE}/people?q=o", given=a_record),
    *(
        Call(
            endpoint=f"comment-pages.{endpoint}",
            method="POST",
            path=path,
            given=given,
            form=SAID,
            status=303,
        )
        for endpoint, path, given in (
            ("add_comment", PAGE, a_record),
            ("edit_comment", f"{PAGE}/{{comment}}", a_comment),
            ("delete_comment", f"{PAGE}/{{comment}}/delete", a_comment),
        )
    ),
)
