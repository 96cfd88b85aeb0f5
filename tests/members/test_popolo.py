"""`/api/popolo/`: what is said of whom, to whom, and at what cost."""

import json
import re
import uuid
from types import SimpleNamespace

import pytest
from rest_framework.test import APIClient

from caucus_site.core.data_classes import Role
from caucus_site.core.principals import Principal
from members.api.popolo import documents
from tests.factories import members as make
from tests.members.popolo_schemas import SCHEMA_OF, check, check_document

COLLECTIONS = list(SCHEMA_OF)
INSTANCE = re.compile(rb"urn:uuid:[0-9a-f-]{36}")


@pytest.fixture
def malaysia(db):
    return make.CountryFactory(code="MY", name="Malaysia")


@pytest.fixture
def house(malaysia):
    return make.OrganisationFactory(chamber=True, name="House of Examples", country=malaysia, seats=222)


@pytest.fixture
def seated(malaysia, house):
    """A person of Malaysia with a name, an identifier, a link and a mandate."""

    def make_one(name, **facts):
        person = make.PersonFactory(name=name, country=malaysia, **facts)
        make.PersonNameFactory(person=person, text=f"{name} also")
        make.IdentifierFactory(person=person, scheme="register", value=f"{name} number")
        make.PersonLinkFactory(person=person, url=f"https://people.example/{person.pk}")
        area = make.AreaFactory(country=malaysia)
        party = make.OrganisationFactory(party=True, country=malaysia)
        make.MandateFactory(
            person=person, chamber=house, party=party, area=area, post=f"{name} post", constituency=f"{name} place",
            term=make.ChamberTermFactory(chamber=house),
        )  # fmt: skip
        return person

    return make_one


def results(client, collection, **query):
    answer = client.get(f"/api/popolo/{collection}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()["result"]


def country(client, code="MY"):
    answer = client.get(f"/api/popolo/countries/{code}")
    return json.loads(b"".join(answer.streaming_content))


def test_a_person_says_all_that_the_public_profile_says(client, malaysia):
    person = make.PersonFactory(
        name="Sok Dara", sort_name="Sok", gender="female", born_on="1970-05", died_on="about 2010", country=malaysia
    )
    make.PersonNameFactory(person=person, text="Sok Dara", kind="latin", given="Dara", family="Sok")
    make.PersonNameFactory(person=person, text="សុខ ដារ៉ា", kind="own_script", language="km", began_on="1990")
    make.PersonNameFactory(
        person=person, text="H.E. Sok Dara", kind="with_honorific", honorific_prefix="H.E.", ended_on="201X"
    )
    make.IdentifierFactory(person=person, scheme="wikidata", value="Q1")
    links = {"https://a.example/": "Page", "https://b.example/": "photograph", "https://c.example/": "source"}
    for url, note in links.items():
        make.PersonLinkFactory(person=person, url=url, note=note)
    make.ContactDetailFactory(person=person, value="dara@parliament.example")

    answer = client.get(f"/api/popolo/persons/{person.public_id}")

    assert answer.json() == {
        "id": str(person.public_id),
        "name": "Sok Dara",
        "sort_name": "Sok",
        "given_name": "Dara",
        "family_name": "Sok",
        "honorific_prefix": "H.E.",
        "gender": "female",
        "birth_date": "1970-05",
        "death_date": "2010",
        "death_date_edtf": "2010~",
        "other_names": [
            {"name": "Sok Dara", "note": "latin", "given_name": "Dara", "family_name": "Sok"},
            {"name": "សុខ ដារ៉ា", "lang": "km", "note": "own script", "start_date": "1990"},
            {"name": "H.E. Sok Dara", "note": "with honorific", "honorific_prefix": "H.E.", "end_date_edtf": "201X"},
        ],
        "identifiers": [
            {"scheme": "caucus", "identifier": str(person.public_id)},
            {"scheme": "wikidata", "identifier": "Q1"},
        ],
        "image": "https://b.example/",
        "links": [{"url": "https://a.example/", "note": "Page"}, {"url": "https://b.example/", "note": "photograph"}],
        "sources": [{"url": "https://c.example/"}],
    }
    check("persons", [answer.json()])


def test_a_mandate_is_a_membership_of_its_chamber(client, malaysia, house):
    party = make.OrganisationFactory(party=True)
    area = make.AreaFactory(name="Hills", country=malaysia)
    term = make.ChamberTermFactory(chamber=house)
    mandate = make.MandateFactory(
        chamber=house, party=party, area=area, term=term, post="Speaker", began_on="2008-03", ended_on="2013-04-03",
        bench="opposition", how_ended="term_ended", seat=2, constituency="The hills",
    )  # fmt: skip

    said = client.get(f"/api/popolo/memberships/{mandate.public_id}").json()
    post = client.get(f"/api/popolo/posts/{said['post_id']}").json()

    assert said == {
        "id": str(mandate.public_id),
        "person_id": str(mandate.person.public_id),
        "organization_id": str(house.public_id),
        "on_behalf_of_id": str(party.public_id),
        "area_id": str(area.public_id),
        "post_id": f"{area.public_id}-{said['post_id'][-8:]}",
        "legislative_period_id": str(term.public_id),
        "role": "Speaker",
        "label": "The hills",
        "start_date": "2008-03",
        "end_date": "2013-04-03",
        "bench": "opposition",
        "seat": 2,
        "how_ended": "term_ended",
    }
    assert post == {
        "id": said["post_id"],
        "label": "Speaker, Hills",
        "role": "Speaker",
        "organization_id": str(house.public_id),
        "area_id": str(area.public_id),
    }
    check("memberships", [said])
    check("posts", [post])


def test_organisations_areas_and_terms_have_their_objects(client, malaysia, house):
    make.OrganisationNameFactory(organisation=house, text="Dewan Contoh", kind="translation", language="ms")
    make.OrganisationIdentifierFactory(organisation=house, scheme="wikidata", value="Q2")
    party = make.OrganisationFactory(
        party=True, name="Red Party", short_name="RP", parent=house, founded_on="1946", dissolved_on="about 1990",
        website="https://red.example/", description="Was red.",
    )  # fmt: skip
    region = make.AreaFactory(country=malaysia, kind="region", name="North")
    area = make.AreaFactory(country=malaysia, name="Hills", parent=region)
    make.AreaIdentifierFactory(area=area, scheme="list", value="P1")
    term = make.ChamberTermFactory(chamber=house, name="First", began_on="2008", ended_on="2013-04-03")

    organizations = {said["name"]: said for said in results(client, "organizations")}
    areas = results(client, "areas")

    assert organizations == {
        "House of Examples": {
            "id": str(house.public_id),
            "name": "House of Examples",
            "classification": "legislature",
            "other_names": [{"name": "Dewan Contoh", "lang": "ms", "note": "translation"}],
            "identifiers": [
                {"scheme": "caucus", "identifier": str(house.public_id)},
                {"scheme": "wikidata", "identifier": "Q2"},
            ],
            "seats": 222,
            "iso_code": "MY",
        },
        "Red Party": {
            "id": str(party.public_id),
            "name": "Red Party",
            "classification": "party",
            "other_names": [{"name": "RP", "note": "short name"}],
            "identifiers": [{"scheme": "caucus", "identifier": str(party.public_id)}],
            "parent_id": str(house.public_id),
            "description": "Was red.",
            "founding_date": "1946",
            "dissolution_date": "1990",
            "dissolution_date_edtf": "1990~",
            "links": [{"url": "https://red.example/", "note": "website"}],
        },
    }
    assert areas[1] == {
        "id": str(area.public_id),
        "name": "Hills",
        "classification": "constituency",
        "parent_id": str(region.public_id),
        "identifiers": [
            {"scheme": "caucus", "identifier": str(area.public_id)},
            {"scheme": "list", "identifier": "P1"},
        ],
    }
    assert results(client, "events") == [
        {
            "id": str(term.public_id),
            "name": "First",
            "classification": "legislative period",
            "organization_id": str(house.public_id),
            "identifiers": [{"scheme": "caucus", "identifier": str(term.public_id)}],
            "start_date": "2008",
            "end_date": "2013-04-03",
        }
    ]
    check("organizations", organizations.values())
    check("areas", areas)


def test_a_post_is_listed_once_however_many_have_held_it(client, house):
    area = make.AreaFactory()
    for _holder in range(2):
        make.MandateFactory(chamber=house, area=area, post="Member")
        make.MandateFactory(chamber=house, area=area, post="Whip")
        make.MandateFactory(chamber=house, post="Speaker")
        make.MandateFactory(chamber=house)

    posts = results(client, "posts")

    assert sorted(post["label"] for post in posts) == [f"Member, {area.name}", "Speaker", f"Whip, {area.name}"]
    assert {said.get("post_id") for said in results(client, "memberships")} == {None, *(post["id"] for post in posts)}
    for post in posts:
        assert client.get(f"/api/popolo/posts/{post['id']}").json() == post


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_pages_follow_each_other_until_everything_was_there_once(client, seated, collection):
    for number in range(5):
        seated(f"Person {number}")
    whole = results(client, collection)

    paged, address, pages = [], f"/api/popolo/{collection}?page_size=2", 0
    while address:
        answer = client.get(address)
        said = answer.json()
        assert said.keys() == ({"result", "has_more", "next_url"} if said["has_more"] else {"result", "has_more"})
        assert answer.headers.get("Link", "") == (f'<{said["next_url"]}>; rel="next"' if said["has_more"] else "")
        paged += said["result"]
        address, pages = said.get("next_url"), pages + 1

    assert paged == whole
    assert pages == -(-len(whole) // 2) > 1
    check(collection, whole)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_country_narrows_every_collection(client, seated, collection):
    seated("Aishah")
    person = make.PersonFactory(country=make.CountryFactory(code="KH"))
    house = make.OrganisationFactory(chamber=True, country=person.country)
    term = make.ChamberTermFactory(chamber=house)
    make.MandateFactory(person=person, chamber=house, area=make.AreaFactory(country=person.country), term=term)

    of_cambodia, of_both = results(client, collection, country="KH"), results(client, collection, country="KH,MY")

    assert len(of_cambodia) == 1
    assert of_both == results(client, collection) != of_cambodia


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("country=Malaysia", "country"),
        ("country=", "country"),
        ("fields=id", "fields"),
        ("page=2", "page"),
        ("page_size=0", "page_size"),
        ("search=a&search=b", "search"),
    ],
)
def test_what_means_nothing_here_is_refused(client, db, query, parameter):
    answer = client.get(f"/api/popolo/persons?{query}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize("path", ["persons", "persons/x", "countries/MY"])
def test_nothing_is_written_here(client, malaysia, path):
    answer = client.post(f"/api/popolo/{path}", {"name": "X"}, content_type="application/json")

    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")


def test_an_unchanged_object_is_not_sent_again_and_a_new_name_changes_it(client, malaysia):
    person = make.PersonFactory()
    address = f"/api/popolo/persons/{person.public_id}"
    tag = client.get(address).headers["ETag"]

    unchanged = client.get(address, headers={"if-none-match": tag})
    make.PersonNameFactory(person=person)
    changed = client.get(address, headers={"if-none-match": tag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


# Who sees whom


@pytest.fixture
def guarded_people(seated):
    """One of each level, and one without a public profile; the canary of each is in everything of theirs."""
    for level in ("guarded", "hidden", "locked"):
        make.ProtectionFactory(person=seated(f"Canary{level}"), level=level)
    seated("Canaryaide", has_public_profile=False)
    seated("Canaryopen")


def canaries(client):
    everything = [client.get(f"/api/popolo/{collection}").content.decode() for collection in COLLECTIONS]
    everything += [json.dumps(country(client), ensure_ascii=False)]
    return [sorted(set(re.findall("Canary([a-z]+)", text))) for text in everything]


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        (None, ["open"]),
        ("superadmin", ["aide", "guarded", "open"]),
        ("parliamentarian", ["aide", "guarded", "open"]),
        ("coordinator", ["aide", "guarded", "open"]),
        ("secretariat", ["aide", "guarded", "hidden", "open"]),
        ("case_officer", ["aide", "guarded", "hidden", "locked", "open"]),
    ],
)
def test_nothing_of_the_protected_shows_to_whom_they_are_closed(request, client, guarded_people, reader, seen):
    if reader:
        client.force_login(request.getfixturevalue(reader))

    shown = dict(zip([*COLLECTIONS, "countries"], canaries(client), strict=True))

    with_people = {"persons", "memberships", "posts", "countries"}
    assert shown == {name: seen if name in with_people else [] for name in shown}
    assert len(results(client, "memberships")) == len(results(client, "posts")) == len(seen)
    check_document(country(client))


@pytest.mark.parametrize("key", ["%00", "x" * 500, "00000000-0000-0000-0000-000000000000-%00", "-1", "é"])
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_no_id_is_too_odd_for_an_answer(client, db, collection, key):
    answer = client.get(f"/api/popolo/{collection}/{key}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_hidden_and_random_ids_answer_alike(client, guarded_people, case_officer, sign_in):
    officer = sign_in(case_officer)
    hidden = {
        collection: next(
            said["id"]
            for said in results(officer, collection)
            if said["id"] not in {open_one["id"] for open_one in results(client, collection)}
        )
        for collection in ("persons", "memberships", "posts")
    }

    for collection, key in hidden.items():
        answers = {
            (answer.status_code, INSTANCE.sub(b"", answer.content))
            for answer in (
                client.get(f"/api/popolo/{collection}/{asked}", headers={"if-none-match": "*"})
                for asked in (key, key[:-1] + ("1" if key[-1] == "0" else "0"), uuid.uuid4(), "nobody")
            )
        }
        assert len(answers) == 1
        assert answers.pop()[0] == 404
        assert officer.get(f"/api/popolo/{collection}/{key}").status_code == 200


@pytest.mark.parametrize("code", ["ZZ", "my", "Malaysia", "M%00", "MY%0A", "MY/"])
def test_no_such_country(client, malaysia, code):
    answer = client.get(f"/api/popolo/countries/{code}")

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize("path", [*COLLECTIONS, "countries/MY"])
def test_a_key_opens_what_its_scopes_name(malaysia, path):
    needed = {"organizations": "organisations", "areas": None, "events": None}.get(path, "people")
    answers = {}
    for scope in ("people", "organisations", "statements"):
        principal = Principal(role=Role.PARTNER, client_id=1, scopes=frozenset({scope}))
        client = APIClient()
        client.force_authenticate(SimpleNamespace(is_authenticated=True, as_principal=lambda p=principal: p))
        answers[scope] = client.get(f"/api/popolo/{path}").status_code

    assert answers == {scope: 200 if needed in {scope, None} else 403 for scope in answers}


# What it costs


@pytest.mark.parametrize(
    ("collection", "queries"),
    [("persons", 4), ("organizations", 4), ("memberships", 5), ("posts", 3), ("areas", 3), ("events", 2)],
)
@pytest.mark.parametrize("people", [1, 4])
def test_lists_cost_the_same_at_any_length(client, seated, collection, queries, people, django_assert_num_queries):
    for number in range(people):
        seated(f"Person {number}")
        make.AreaFactory(parent=make.AreaFactory())
        make.OrganisationFactory(parent=make.OrganisationFactory())

    with django_assert_num_queries(queries):
        results(client, collection)


def test_a_country_costs_a_fixed_number_of_queries_for_each_batch(
    client, seated, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(documents, "BATCH", 2)
    for number in range(5):
        seated(f"Person {number}")

    # The country and its latest person; then people, mandates and posts in three batches of four, five and three
    # queries, six organisations in four (the last is empty) of three, five areas in three of two, terms likewise.
    with django_assert_num_queries(2 + 3 * 4 + 3 * 5 + 3 * 3 + (3 * 3 + 1) + 3 * 2 + 3 * 2):
        document = country(client)

    assert {name: len(document[name]) for name in COLLECTIONS} == {
        "persons": 5, "memberships": 5, "posts": 5, "organizations": 6, "areas": 5, "events": 5
    }  # fmt: skip
    check_document(document)


def test_a_country_is_sent_while_it_is_made(client, seated, django_assert_num_queries):
    seated("Aishah")

    with django_assert_num_queries(1):
        answer = client.get("/api/popolo/countries/MY")

    assert (answer.streaming, answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        True, "application/json", "private, no-cache"
    )  # fmt: skip
    assert country(client)["meta"] == {"country": {"iso_code": "MY", "name": "Malaysia"}}


def test_whoever_is_hidden_while_the_document_is_read_is_left_out_from_there_on(client, seated):
    person = seated("Canary")
    pieces = client.get("/api/popolo/countries/MY").streaming_content
    read = ""
    while '"persons"' not in read:
        read += next(pieces).decode()

    make.ProtectionFactory(person=person, level="hidden")
    read += b"".join(pieces).decode()

    assert "Canary" not in read
    check_document(json.loads(read))
