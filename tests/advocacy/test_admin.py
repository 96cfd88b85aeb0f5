"""The desk: entering a statement with its parts, moving it on, and what a form refuses."""

import datetime

import pytest
from django.urls import reverse

from advocacy.models import Endorsement, EndorsementWithdrawal, Recommendation, Statement
from tests.factories.advocacy import (
    EndorsementFactory,
    GrantFactory,
    RecommendationFactory,
    StatementFactory,
    StatementTextFactory,
)
from tests.factories.core import UserFactory
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db


def inline(prefix, *rows):
    """The fields of one inline with new rows."""
    fields = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return fields


SOURCES = inline("core-citation-subject_type-subject_id")


def test_a_statement_is_entered_together_with_its_text_demands_and_recommendations(staff_client):
    text = {"language": "en", "edition": 1, "title": "Release her", "body": "We call …", "standing": "authorised"}

    response = staff_client.post(
        reverse("admin:advocacy_statement_add"),
        {
            "kind": "urgent_appeal",
            "state": "draft",
            "title": "Release her",
            "time_zone": "UTC",
            **inline("texts", {**text, "is_original": "on"}),
            **inline("recommendations", {"number": 1, "title": "Release", "urgency": "immediate", "state": "open"}),
            **inline("demands", {"number": 1, "text": "Freedom of movement"}),
            **inline("invitations"),
            **SOURCES,
        },
    )

    assert response.status_code == 302, response.context["errors"]
    statement = Statement.objects.get()
    assert [statement.texts.count(), statement.recommendations.count(), statement.demands.count()] == [1, 1, 1]


def told(response):
    return [str(message) for message in response.context["messages"]]


def step_of(statement, to):
    return reverse("admin:advocacy_statement_step", args=[statement.pk, to])


def test_statements_are_moved_on_from_the_list_after_a_question_and_refusals_are_told(staff_client):
    ready = StatementTextFactory(statement__state="adopted", statement__title="Ready").statement
    without_text = StatementFactory(state="adopted", title="No words yet")
    choice = {"action": "move_to_published", "_selected_action": [ready.pk, without_text.pk]}
    rows = reverse("admin:advocacy_statement_changelist")

    question = staff_client.post(rows, choice)
    assert "Letters cannot be called back." in question.content.decode()
    assert set(Statement.objects.values_list("state", flat=True)) == {"adopted"}

    response = staff_client.post(rows, choice | {"confirmed": "yes"}, follow=True)

    states = dict(Statement.objects.values_list("pk", "state"))
    assert states == {ready.pk: "published", without_text.pk: "adopted"}
    assert sorted(told(response)) == [
        "No words yet: There is no authorised original text yet."
        " Enter the text, tick “original” and mark it authorised.",
        "“Ready” is published; those who follow it are being told.",
    ]


def test_a_statement_shows_its_next_steps_and_only_once_public_its_public_page(staff_client):
    statement = StatementTextFactory(statement__state="adopted", statement__title="Ready").statement
    change = reverse("admin:advocacy_statement_change", args=[statement.pk])

    page = staff_client.get(change)
    steps = [step.to for step, _url in page.context["next_steps"]]
    assert (steps, "On the public site" in page.content.decode()) == (["published", "withdrawn"], False)
    assert step_of(statement, "published") in page.content.decode()

    question = staff_client.post(step_of(statement, "published"))
    statement.refresh_from_db()
    assert (statement.state, "Letters cannot be called back." in question.content.decode()) == ("adopted", True)

    page = staff_client.post(step_of(statement, "published"), {"confirmed": "yes"}, follow=True)
    statement.refresh_from_db()
    assert statement.state == "published"
    assert told(page) == ["“Ready” is published; those who follow it are being told."]
    assert reverse("portal:statement", args=[statement.public_id]) in page.content.decode()


def test_a_step_that_is_easily_undone_is_taken_at_once_and_one_not_allowed_is_refused(staff_client):
    statement = StatementFactory(state="draft", title="A beginning")

    taken = staff_client.post(step_of(statement, "review"), follow=True)
    refused = staff_client.post(step_of(statement, "published"), follow=True)
    again = staff_client.post(step_of(statement, "review"), follow=True)

    statement.refresh_from_db()
    assert statement.state == "review"
    assert told(taken) == ["“A beginning” is in review."]
    assert [message[:13] for message in told(refused)] == ["A beginning: "]
    assert "nothing was changed" in told(again)[0]


def test_steps_are_posted_by_those_who_may_change_the_statement(staff_client, sign_in):
    statement = StatementFactory(state="draft")

    assert staff_client.get(step_of(statement, "review")).status_code == 405
    assert staff_client.post(step_of(statement, "nowhere")).status_code == 404
    sign_in(UserFactory(role="observer")).post(step_of(statement, "review"), {"confirmed": "yes"})

    statement.refresh_from_db()
    assert statement.state == "draft"


def test_a_recommendation_keeps_its_state_whatever_the_change_form_posts(staff_client):
    recommendation = RecommendationFactory()

    page = staff_client.get(reverse("admin:advocacy_recommendation_change", args=[recommendation.pk]))

    assert "state" not in page.context["adminform"].form.fields
    assert Recommendation.objects.get().state == "open"


def test_a_signature_is_entered_once_and_then_only_hidden_or_withdrawn(staff_client, secretariat):
    statement, person = StatementFactory(open=True), PersonFactory()
    facts = {"statement": statement.pk, "person": person.pk, "signed_as_name": "Mona Testari", "door": "paper"}
    staff_client.post(
        reverse("admin:advocacy_endorsement_add"),
        {**facts, "signed_on": "7 Nov 2019", **inline("withdrawal"), **SOURCES},
    )
    endorsement = Endorsement.objects.get()
    assert endorsement.entered_by == secretariat

    change = reverse("admin:advocacy_endorsement_change", args=[endorsement.pk])
    fields = set(staff_client.get(change).context["adminform"].form.fields)
    staff_client.post(
        change,
        {
            "signed_as_name": "Somebody else",
            "is_hidden": "on",
            "record_version": endorsement.version,
            **inline("withdrawal", {"withdrawn_on": "2020-01-02", "reason": ""}),
            **SOURCES,
        },
    )

    endorsement.refresh_from_db()
    assert fields == {"is_hidden", "hidden_until"}
    assert (endorsement.signed_as_name, endorsement.is_hidden) == ("Mona Testari", True)
    assert EndorsementWithdrawal.objects.get().withdrawn_on == datetime.date(2020, 1, 2)


def test_the_page_of_a_grant_does_not_exist_for_staff_without_the_duty(sign_in, secretariat, finance_officer):
    grant = GrantFactory(title="canary-5e1d")
    page = reverse("admin:advocacy_grant_change", args=[grant.pk])

    answers = {account.pk: sign_in(account).get(page) for account in (secretariat, finance_officer)}

    assert "canary-5e1d" in answers[finance_officer.pk].content.decode()
    assert answers[secretariat.pk].status_code != 200
    assert "canary-5e1d" not in answers[secretariat.pk].content.decode()


def test_a_hidden_signature_is_not_named_in_its_title(staff_client):
    endorsement = EndorsementFactory(is_hidden=True, signed_as_name="canary-91ab")

    response = staff_client.get(reverse("admin:advocacy_endorsement_history", args=[endorsement.pk]))

    assert "canary-91ab" not in response.context["title"]
