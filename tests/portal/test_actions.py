"""Reporting what one did in parliament: taken once, refused beside the field, and seen by whom it concerns."""

import uuid

import pytest
from django.urls import reverse

from advocacy.models import ParliamentaryAction
from caucus_site.core.models import JournalEntry
from tests.factories.advocacy import (
    CampaignFactory,
    ParliamentaryActionFactory,
    RecommendationFactory,
    StatementFactory,
)
from tests.factories.core import UserFactory
from tests.factories.events import FactFindingMissionFactory
from tests.factories.members import AideFactory, OrganisationFactory, PersonFactory
from tests.portal.reading import client_of, cost, words
from tests.portal.worlds import member

pytestmark = pytest.mark.django_db

LIST = "/me/actions/"
FORM = "/me/actions/report/"


@pytest.fixture
def anna():
    return member()


@pytest.fixture
def client(anna):
    return client_of(anna.account)


def entered(**facts):
    return {
        "token": str(uuid.uuid4()),
        "kind": "question",
        "title": "Asked about passports",
        "happened_on": "May 2019",
        **facts,
    }


def test_three_fields_are_enough(client, anna):
    answer = client.post(FORM, entered())

    assert (answer.status_code, answer.url) == (303, LIST)
    action = ParliamentaryAction.objects.get()
    assert (action.person, action.kind, action.title, str(action.happened_on)) == (
        anna.person,
        "question",
        "Asked about passports",
        "May 2019",
    )
    assert (action.review, action.is_public, action.entered_by) == ("reported", False, anna.account)
    page = words(client.get(LIST))
    assert "The secretariat will check it" in page
    assert "Asked about passports" in page
    assert "Reported, not yet checked" in page


def test_everything_else_is_kept_too(client, anna):
    recommendation = RecommendationFactory(statement__published=True)

    client.post(
        FORM,
        entered(
            chamber=str(anna.chamber.public_id),
            answers=f"recommendation:{recommendation.public_id}",
            url="https://hansard.example/1",
            text="At length.",
            is_public="on",
        ),
    )

    action = ParliamentaryAction.objects.get()
    assert (action.chamber, action.country, action.recommendation) == (anna.chamber, anna.country, recommendation)
    assert (action.url, action.text, action.is_public) == ("https://hansard.example/1", "At length.", True)


def test_the_form_proposes_ones_chamber_and_what_the_address_names(client, anna):
    recommendation = RecommendationFactory(statement__published=True, state="done")

    form = client.get(f"{FORM}?recommendation={recommendation.public_id}").context["form"]

    assert form.initial["chamber"] == anna.chamber.public_id
    assert form["answers"].value() == f"recommendation:{recommendation.public_id}"
    assert f'<option value="recommendation:{recommendation.public_id}" selected>' in str(form["answers"])


@pytest.mark.parametrize("kind", ["recommendation", "statement", "campaign"])
def test_hidden_and_unknown_ids_in_the_address_look_alike(client, kind):
    hidden = {
        "recommendation": RecommendationFactory,
        "statement": StatementFactory,
        "campaign": CampaignFactory,
    }[kind]()

    answers = [client.get(f"{FORM}?{kind}={value}") for value in (hidden.public_id, uuid.uuid4(), "x", "")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("kind", ["recommendation", "statement", "campaign"])
def test_hidden_records_are_no_choice_and_refused_like_unknown_ones(client, kind):
    hidden = {
        "recommendation": lambda: RecommendationFactory(title="Hidden canary"),
        "statement": lambda: StatementFactory(title="Hidden canary"),
        "campaign": lambda: CampaignFactory(title="Hidden canary"),
    }[kind]()
    assert "Hidden canary" not in words(client.get(FORM))

    values = (f"{kind}:{hidden.public_id}", f"{kind}:{uuid.uuid4()}", "person:1", "\x00")
    answers = [client.post(FORM, entered(answers=value)) for value in values]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert {str(answer.context["form"].errors["answers"].as_data()[0].message) for answer in answers} == {
        "Choose what it answers from the list, or leave this empty."
    }
    assert not ParliamentaryAction.objects.exists()


def test_asks_of_the_same_name_are_told_apart_by_what_makes_them_as_far_as_that_is_seen(client, anna):
    facts = {"number": 1, "title": "Ratify the convention"}
    wages = RecommendationFactory(statement__published=True, statement__title="On wages", **facts)
    visit = RecommendationFactory(
        statement=None, mission=FactFindingMissionFactory(public=True, title="To Sabah"), **facts
    )
    mine = RecommendationFactory(statement__title="Hidden canary", responsible_person=anna.person, **facts)

    offered = client.get(FORM).context["form"].fields["answers"].choices

    asks = {str(heading): options for heading, options in offered if str(heading).startswith("Recommendations")}
    assert asks == {
        heading: [(f"recommendation:{ask.public_id}", "1. Ratify the convention")]
        for heading, ask in (
            ("Recommendations: On wages", wages),
            ("Recommendations: To Sabah", visit),
            ("Recommendations", mine),
        )
    }


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("kind", "", "Choose what it was"),
        ("kind", "poem", "Choose one of the list"),
        ("title", " ", "Say in one line what it was about."),
        ("title", "x" * 301, "at most 300 characters"),
        ("happened_on", "", "Say when it was"),
        ("happened_on", "the day before", "is not a date"),
        ("happened_on", "03/04/2014", "Write the month as a word."),
        ("happened_on", "2199", "still to come"),
        ("chamber", "x", "Choose a chamber of the list"),
        ("url", "javascript:alert(1)", "valid URL"),
        ("text", "x" * 20_001, "at most 20000 characters"),
    ],
)
def test_mistakes_are_told_beside_their_field_and_nothing_entered_is_lost(client, field, value, sentence):
    answer = client.post(
        FORM, entered(title="Asked about passports", text="Long words", is_public="on") | {field: value}
    )

    assert (answer.status_code, ParliamentaryAction.objects.count()) == (422, 0)
    form, page = answer.context["form"], words(answer)
    assert list(form.errors) == [field]
    assert sentence in str(form.errors[field])
    assert f'id="id_{field}_error"' in page
    assert f"id_{field}_error" in str(form[field])
    kept = {"title": "Asked about passports", "text": "Long words", "happened_on": "May 2019"}
    assert {name: form[name].value() for name in kept if name != field} == {n: v for n, v in kept.items() if n != field}
    assert form["is_public"].value() is True


def test_a_chamber_of_another_country_is_no_choice(client):
    foreign = OrganisationFactory(chamber=True, name="Foreign House")

    assert "Foreign House" not in words(client.get(FORM))
    assert client.post(FORM, entered(chamber=str(foreign.public_id))).status_code == 422


def test_the_same_form_posted_twice_is_taken_once(client):
    posted = entered()

    answers = [client.post(FORM, posted, follow=True) for _time in range(2)]

    assert ParliamentaryAction.objects.count() == 1
    assert JournalEntry.objects.filter(verb="advocacy.action_reported").count() == 1
    assert "This form was sent before; it was taken once." in words(answers[1])


def test_a_form_that_was_refused_can_be_posted_again(client):
    posted = entered()

    assert client.post(FORM, posted | {"happened_on": "2199"}).status_code == 422
    assert client.post(FORM, posted).status_code == 303
    assert ParliamentaryAction.objects.count() == 1


def test_an_aide_reports_for_the_member_who_asked(anna):
    aide = UserFactory()
    AideFactory(aide__account=aide, acts_for=anna.person, purposes=["report"], began_on="2019", ended_on="2099")

    answer = client_of(aide).post(FORM, entered(), follow=True)

    action = ParliamentaryAction.objects.get()
    assert (action.person, action.entered_by) == (anna.person, aide)
    assert f"for {anna.person.name}" in words(answer)
    assert "Asked about passports" in words(client_of(anna.account).get(LIST))


def test_whoever_acts_for_several_says_for_whom(anna):
    other, stranger = member(), member()
    AideFactory(aide=anna.person, acts_for=other.person, purposes=["report"], began_on="2019", ended_on="2099")
    client = client_of(anna.account)
    assert stranger.person.name not in words(client.get(FORM))

    refused = [client.post(FORM, entered(person=value)) for value in ("", str(stranger.person.public_id), "x")]
    client.post(FORM, entered(person=str(other.person.public_id)))

    assert [answer.status_code for answer in refused] == [422] * 3
    assert [action.person for action in ParliamentaryAction.objects.all()] == [other.person]


@pytest.mark.parametrize("role", ["observer", "secretariat", "aide for other things"])
def test_others_have_nothing_to_report(anna, role):
    account = UserFactory(secretariat=True) if role == "secretariat" else UserFactory()
    person = PersonFactory(account=account)
    if role.startswith("aide"):
        AideFactory(aide=person, acts_for=anna.person, purposes=["read", "sign"], began_on="2019", ended_on="2099")

    for answer in (client_of(account).get(FORM), client_of(account).post(FORM, entered())):
        assert answer.status_code == 403
        assert "Parliamentary work is reported by parliamentarians" in words(answer)
    assert "Report an action" not in words(client_of(account).get(LIST))
    assert not ParliamentaryAction.objects.exists()


def test_visitors_sign_in_first():
    for address in (LIST, FORM):
        assert client_of(None).get(address).url.startswith(reverse("account_login"))


def test_the_list_holds_ones_own_with_their_review_and_nobody_elses(client, anna):
    ParliamentaryActionFactory(person=anna.person, title="Accepted one", review="accepted")
    ParliamentaryActionFactory(person=anna.person, title="Returned one", review="returned")
    ParliamentaryActionFactory(title="Foreign canary", review="accepted", is_public=True)
    ParliamentaryActionFactory(person=anna.person, title="Answering", statement=StatementFactory(title="Hidden canary"))

    page = words(client.get(LIST))

    for said in ("Accepted one", "Checked", "Returned one", "The secretariat has a question about this."):
        assert said in page
    assert "canary" not in page


def test_list_and_form_cost_the_same_at_any_number_of_rows(client, anna):
    def add(number):
        statement = StatementFactory(published=True)
        ParliamentaryAction.objects.bulk_create(
            ParliamentaryActionFactory.build(person=anna.person, statement=statement) for _ in range(number)
        )
        for n in range(min(number, 60)):
            RecommendationFactory(statement=statement, number=n + 1)
            CampaignFactory(is_public=True)
            OrganisationFactory(chamber=True, country=anna.country)

    add(10)
    at_ten = cost(client, LIST), cost(client, FORM)
    add(990)
    assert (cost(client, LIST), cost(client, FORM)) == at_ten
