"""A tenant at a domain of its own."""

import secrets

from stuga.platform.tenants.directory import Directory
from stuga.platform.tenants.service import tenant_by_slug
from tests.factories.cast import Tenant
from tests.factories.doors import as_owner, give_password


def own_domain(tenant: Tenant) -> str:
    name = f"{secrets.token_hex(4)}.example"
    as_owner(
        tenant.app,
        "INSERT INTO host (name, tenant_id) VALUES (:name, :tenant)",
        name=name,
        tenant=tenant.id,
    )
    return name


def test_a_host_of_its_own_leads_to_the_tenant(bjorkby: Tenant) -> None:
    name = own_domain(bjorkby)
    client = bjorkby.app.test_client()

    answer = client.get("/sign-in", base_url=f"https://{name}")

    assert answer.status_code == 200
    assert "Björkby" in answer.text
    assert 'action="/sign-in"' in answer.text


def test_one_signs_in_at_the_tenants_own_host(bjorkby: Tenant) -> None:
    base = f"https://{own_domain(bjorkby)}"
    email = give_password(bjorkby, "member")
    client = bjorkby.app.test_client()
    page = client.get("/sign-in", base_url=base).text
    token = page.split('name="_csrf" value="')[1].split('"')[0]

    form = {"_csrf": token, "email": email, "password": "grusväg lampa torsdag"}
    answer = client.post("/sign-in", base_url=base, data=form)

    assert answer.headers["Location"] == "/"
    assert client.get("/api/v1/me", base_url=base).get_json()["name"] == "Nils Berg"


def test_the_port_and_the_case_of_a_host_do_not_matter(bjorkby: Tenant) -> None:
    name = own_domain(bjorkby)
    with bjorkby.app.app_context():
        place = Directory().find("", f"{name.upper()}:8443")

    assert place is not None
    assert place.id == bjorkby.id


def test_an_unknown_host_is_nobodys(bjorkby: Tenant) -> None:
    answer = bjorkby.app.test_client().get("/sign-in", base_url="https://nobody.example")

    assert answer.status_code == 404


def test_the_path_goes_before_the_host(bjorkby: Tenant, granby: Tenant) -> None:
    name = own_domain(bjorkby)

    answer = bjorkby.app.test_client().get(f"/t/{granby.slug}/sign-in", base_url=f"https://{name}")

    assert "Granby" in answer.text


def test_a_tenant_is_found_by_its_slug(bjorkby: Tenant) -> None:
    with bjorkby.app.app_context():
        found = tenant_by_slug(bjorkby.slug)
        assert found is not None
        assert found.title == "Björkby"
        assert tenant_by_slug("nobody") is None
