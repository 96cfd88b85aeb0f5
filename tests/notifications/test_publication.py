"""Who is told that a statement was published: every rule, every exclusion, and nobody twice."""

import datetime
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advocacy.models import Endorsement
from advocacy.services import endorsements, statements
from caucus_site.core.models import Errand, Message, User
from caucus_site.notifications import objections, reactions, readers
from caucus_site.notifications.models import Preference, Subscription
from members.models import Chapter, Person
from tests.factories.advocacy import EndorsementWithdrawalFactory
from tests.factories.core import CompartmentFactory, JournalEntryFactory
from tests.factories.events import FactFindingMissionFactory
from tests.factories.members import (
    ChapterFactory,
    CountryFactory,
    IncidentFactory,
    MembershipFactory,
    ProtectionFactory,
    StandingEventFactory,
)
from tests.factories.notifications import PreferenceFactory, SubscriptionFactory
from tests.notifications.conftest import member, signature_of, somebody

pytestmark = pytest.mark.django_db
PLANNED = ("statement_published", "planned", "")


def follow(name, **subject):
    account = somebody(name)
    SubscriptionFactory(account=account, **subject)
    return account


def tell(statement):
    reactions.tell_of_publication(statement.public_id, "")


def test_publishing_puts_an_errand_and_the_errand_plans_the_letters(world, publish, run_errands, ledger):
    follow("Follower", statement=world.statement)

    publish(world.statement)
    put = list(Errand.objects.values_list("name", "subject_id", "slot", "state"))
    before = ledger()
    run_errands()

    assert put == [("notifications.statement_published", world.statement.public_id, "", "waiting")]
    assert before == {}
    assert ledger() == {"Follower": PLANNED}


def test_a_publication_that_is_rolled_back_leaves_nothing(world, publish):
    follow("Follower", statement=world.statement)

    with transaction.atomic():
        publish(world.statement)
        transaction.set_rollback(True)

    assert (Errand.objects.count(), Message.objects.count()) == (0, 0)


def test_followers_of_whatever_it_belongs_to_are_told(world, publish, run_errands, ledger):
    follow("Of the statement", statement=world.statement)
    follow("Of the mission", mission=world.mission)
    follow("Of the campaign", campaign=world.campaign)
    follow("Of the chapter", chapter=world.chapter)
    follow("Of the chapter above", chapter=world.root)
    follow("Of the country", country=world.country)
    follow("Of all statements")
    # Who follows something else.
    follow("Of another statement", statement=type(world.statement).objects.create(title="Other", kind="statement"))
    follow("Of another mission", mission=FactFindingMissionFactory(public=True))
    follow("Of a chapter beside", chapter=ChapterFactory(parent=world.root))
    follow("Of a chapter below", chapter=ChapterFactory(parent=world.chapter))
    follow("Of another country", country=CountryFactory(code="NP"))

    publish(world.statement)
    run_errands()

    told = [
        "Of the statement",
        "Of the mission",
        "Of the campaign",
        "Of the chapter",
        "Of the chapter above",
        "Of the country",
        "Of all statements",
    ]
    assert ledger() == dict.fromkeys(told, PLANNED)


def test_a_statement_of_no_chapter_tells_nobody_who_follows_chapters_or_countries(world, publish, run_errands, ledger):
    follow("Of the chapter above", chapter=world.root)
    follow("Of the country", country=world.country)
    follow("Of all statements")
    type(world.statement).objects.filter(pk=world.statement.pk).update(chapter=None, mission=None, campaign=None)

    publish(world.statement)
    run_errands()

    assert ledger() == {"Of all statements": PLANNED}


def test_signatories_are_told_by_a_rule_of_their_own(world, publish, run_errands, ledger):
    signature_of(member("Signer"), world.statement)
    signer_and_follower = member("Signer and follower")
    signature_of(signer_and_follower, world.statement)
    SubscriptionFactory(account=signer_and_follower.account)
    withdrawn = signature_of(member("Withdrawn"), world.statement)
    EndorsementWithdrawalFactory(endorsement=withdrawn)
    signature_of(member("Hidden"), world.statement, is_hidden=True)
    signature_of(member("Elsewhere"), type(world.statement).objects.create(title="Other", kind="statement"))

    publish(world.statement)
    run_errands()

    signed = ("signed_statement_published", "planned", "")
    assert ledger() == {"Signer": signed, "Signer and follower": signed}


def test_following_by_several_ways_gives_one_letter(world, publish, run_errands, ledger):
    account = follow("Keen", statement=world.statement)
    SubscriptionFactory(account=account, chapter=world.root)
    SubscriptionFactory(account=account)

    publish(world.statement)
    run_errands()

    assert ledger() == {"Keen": PLANNED}


def test_a_second_event_sends_nothing_twice(world, publish, run_errands, ledger):
    follow("Follower", statement=world.statement)
    publish(world.statement)
    run_errands()

    follow("Too late", statement=world.statement)
    publish(world.statement)
    reactions.react(JournalEntryFactory(verb="advocacy.statement_published", subject_id=world.statement.public_id))
    run_errands()

    assert ledger() == {"Follower": PLANNED}
    assert Errand.objects.count() == 1


def test_the_errand_run_again_tells_nobody_twice_by_another_rule(world, publish, run_errands, ledger):
    person = member("First follower, then signatory")
    SubscriptionFactory(account=person.account)
    publish(world.statement)
    run_errands()
    signature_of(person, world.statement)

    tell(world.statement)

    assert ledger() == {"First follower, then signatory": PLANNED}


def test_some_are_not_written_to_at_all(world, publish, run_errands, ledger):
    SubscriptionFactory(account=somebody("Inactive", is_active=False))
    SubscriptionFactory(account=somebody("Silent"), way="silent")
    signature_of(member("Inactive signatory", is_active=False), world.statement)

    publish(world.statement)
    run_errands()

    assert ledger() == {}


def test_who_switched_the_purpose_off_is_in_the_ledger_with_the_reason(world, publish, run_errands, ledger):
    PreferenceFactory(account=follow("Off"))
    PreferenceFactory(account=follow("On again"), is_on=True)
    PreferenceFactory(account=follow("Other purpose off"), purpose="reports")
    signatory = member("Off, signatory")
    signature_of(signatory, world.statement)
    PreferenceFactory(account=signatory.account)

    publish(world.statement)
    run_errands()

    assert ledger() == {
        "Off": ("statement_published", "suppressed", objections.UNWANTED),
        "On again": PLANNED,
        "Other purpose off": PLANNED,
        "Off, signatory": ("statement_published", "suppressed", objections.UNWANTED),
    }


def in_danger():
    """People whose mail is paused, and those beside them whose mail is not."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    locked, was_locked, hidden = member("Locked"), member("Was locked"), member("Hidden")
    ProtectionFactory(person=locked, level="locked")
    ProtectionFactory(person=was_locked, level="locked", until=yesterday)
    ProtectionFactory(person=hidden, level="hidden")
    held, freed, held_again, undated = member("Held"), member("Freed"), member("Held again"), member("Held, undated")
    for person, turns in (
        (held, ["2019"]),
        (freed, ["2018", "2019"]),
        (held_again, ["2016", "2017", "2019"]),
        (undated, [None]),
    ):
        for number, day in enumerate(turns):
            StandingEventFactory(person=person, kind=("detained", "released")[number % 2], happened_on=day)
    secretly_held, file_closed, threatened = member("Secretly held"), member("File closed"), member("Threatened")
    closed_circle = CompartmentFactory()
    IncidentFactory(person=secretly_held, kind="detention", compartment=closed_circle)
    IncidentFactory(person=file_closed, kind="detention", status="closed", compartment=closed_circle)
    IncidentFactory(person=threatened, kind="threat", compartment=closed_circle)
    return (
        [locked, held, held_again, undated, secretly_held],
        [was_locked, hidden, freed, file_closed, threatened],
    )


def test_mail_to_whom_is_locked_or_detained_is_paused_and_the_ledger_does_not_say_why(
    world, publish, run_errands, ledger
):
    paused, others = in_danger()
    for person in [*paused[:3], *others]:
        SubscriptionFactory(account=person.account)
    for person in paused[2:]:
        signature_of(person, world.statement)

    publish(world.statement)
    run_errands()

    assert ledger() == {person.name: ("statement_published", "suppressed", objections.PAUSED) for person in paused} | {
        person.name: PLANNED for person in others
    }


def test_what_is_not_sent_keeps_no_contents(world, publish, run_errands, letter_to):
    account = follow("Off")
    PreferenceFactory(account=account)

    publish(world.statement)
    run_errands()

    letter = letter_to(account)
    assert (letter.title, letter.text, letter.html, letter.headers) == ("", "", "", "")


def test_who_follows_a_mission_that_was_closed_to_them_since_hears_nothing_of_it(world, publish, run_errands, ledger):
    follow("Of the mission", mission=world.mission)
    staff = somebody("Of the mission, secretariat", secretariat=True)
    SubscriptionFactory(account=staff, mission=world.mission)
    type(world.mission).objects.filter(pk=world.mission.pk).update(is_public=False)

    publish(world.statement)
    run_errands()

    assert ledger() == {"Of the mission, secretariat": PLANNED}


# Embargo


@pytest.fixture
def embargo(world):
    def set_embargo(moment):
        type(world.statement).objects.filter(pk=world.statement.pk).update(embargo_until=moment)
        world.statement.refresh_from_db()

    return set_embargo


def tomorrow():
    return timezone.now().replace(microsecond=0) + datetime.timedelta(days=1)


def time_passes(errands):
    """As if what waits were due by now."""
    errands.update(not_before=timezone.now() - datetime.timedelta(seconds=1))


def changed(statement):
    reactions.react(
        JournalEntryFactory(verb="record.changed", subject_type="advocacy.statement", subject_id=statement.public_id)
    )


def test_nothing_goes_out_before_the_embargo_ends(world, publish, embargo, run_errands, ledger):
    follow("Follower", statement=world.statement)
    embargo(moment := tomorrow())

    publish(world.statement)
    run_errands()

    assert ledger() == {}
    assert list(Errand.objects.values_list("slot", "state", "not_before")) == [
        (moment.astimezone(datetime.UTC).isoformat(), "waiting", moment)
    ]


def test_an_errand_that_comes_too_early_is_tried_again(world, publish, embargo, run_errands, ledger):
    follow("Follower", statement=world.statement)
    embargo(tomorrow())
    publish(world.statement)
    time_passes(Errand.objects)

    run_errands()

    assert ledger() == {}
    assert Errand.objects.values_list("state", "attempts").get() == ("waiting", 1)


def test_the_letters_are_planned_when_the_embargo_is_over(world, publish, embargo, run_errands, ledger):
    follow("Follower", statement=world.statement)
    embargo(timezone.now() - datetime.timedelta(minutes=1))

    publish(world.statement)
    run_errands()

    assert ledger() == {"Follower": PLANNED}


def test_an_embargo_set_while_the_errand_waited_is_kept(world, publish, embargo, run_errands, ledger):
    follow("Follower", statement=world.statement)
    publish(world.statement)
    embargo(moment := tomorrow())

    run_errands()

    assert ledger() == {}
    assert list(Errand.objects.order_by("pk").values_list("state", "not_before"))[1:] == [("waiting", moment)]


def test_lifting_the_embargo_at_the_desk_sends_at_once_and_its_old_end_sends_nothing(
    world, publish, embargo, run_errands, ledger
):
    follow("Follower", statement=world.statement)
    embargo(tomorrow())
    publish(world.statement)
    embargo(None)
    changed(world.statement)

    run_errands()
    follow("Too late", statement=world.statement)
    time_passes(Errand.objects.filter(state="waiting"))
    run_errands()

    assert ledger() == {"Follower": PLANNED}
    assert set(Errand.objects.values_list("state", flat=True)) == {"done"}


def test_changing_what_was_told_or_was_never_announced_tells_nobody(world, publish, run_errands, ledger):
    past = type(world.statement).objects.create(title="Of 2019", kind="statement", state="published", issued_on="2019")
    follow("Of all statements")
    changed(past)
    publish(world.statement)
    run_errands()
    follow("Too late")
    changed(world.statement)

    run_errands()

    assert ledger() == {"Of all statements": PLANNED}


# Taken back


def test_a_statement_withdrawn_before_the_errand_runs_is_told_to_nobody(
    world, publish, run_errands, ledger, secretariat
):
    follow("Follower", statement=world.statement)
    publish(world.statement)
    statements.advance(world.statement, to="withdrawn", acting_user=secretariat)

    run_errands()

    assert ledger() == {"Follower": ("statement_published", "suppressed", objections.NO_LONGER)}


def test_an_errand_about_what_is_gone_does_nothing(world, publish, run_errands, ledger):
    follow("Of all statements")
    publish(world.statement)
    world.statement.delete()

    run_errands()

    assert ledger() == {}
    assert Errand.objects.get().state == "done"


# Appeals


@pytest.fixture
def appeal(world):
    def open_appeal(**facts):
        kind = facts.pop("kind", "urgent_appeal")
        type(world.statement).objects.filter(pk=world.statement.pk).update(kind=kind, state="review", **facts)
        return statements.advance(world.statement, to="open", acting_user=None)

    return open_appeal


@pytest.fixture
def members_of(world):
    def join(chapter, name, **facts):
        person = member(name, **facts.pop("account", {}))
        MembershipFactory(person=person, chapter=chapter, **{"status": "active", "category": "sitting"} | facts)
        return person

    return join


def test_an_urgent_appeal_is_told_to_those_who_may_sign_it(world, appeal, members_of, run_errands, ledger):
    members_of(world.chapter, "Sitting")
    members_of(world.chapter, "Former", category="former")
    members_of(ChapterFactory(parent=world.chapter), "In the chapter below")
    invited = member("Invited")
    world.statement.invitations.create(person=invited)
    # Who may not sign, or has.
    members_of(world.root, "In the chapter above")
    members_of(world.chapter, "Associate", category="staff")
    members_of(world.chapter, "Left", status="left", ended_on="2015")
    members_of(world.chapter, "Inactive", account={"is_active": False})
    signature_of(members_of(world.chapter, "Has signed"), world.statement)
    SubscriptionFactory(account=somebody("Follower, observer"), chapter=world.chapter)
    locked = members_of(world.chapter, "Locked")
    ProtectionFactory(person=locked, level="locked")
    PreferenceFactory(account=members_of(world.chapter, "Off").account)

    appeal()
    run_errands()

    told = ("appeal_open", "planned", "")
    assert ledger() == {
        "Sitting": told,
        "Former": told,
        "In the chapter below": told,
        "Invited": told,
        "Locked": ("appeal_open", "suppressed", objections.PAUSED),
        "Off": ("appeal_open", "suppressed", objections.UNWANTED),
    }


def test_other_kinds_are_opened_without_a_letter(world, appeal, members_of, run_errands, ledger):
    members_of(world.chapter, "Sitting")

    appeal(kind="statement")
    run_errands()

    assert (ledger(), Errand.objects.count()) == ({}, 0)


def test_an_appeal_whose_window_opens_later_is_told_then(world, appeal, members_of, run_errands, ledger):
    members_of(world.chapter, "Sitting")

    appeal(opens_at=tomorrow())
    run_errands()

    assert ledger() == {}
    assert Errand.objects.get().not_before > timezone.now()


def test_an_appeal_whose_window_closed_meanwhile_is_told_to_nobody(world, appeal, members_of, run_errands, ledger):
    members_of(world.chapter, "Sitting")
    appeal()
    type(world.statement).objects.update(closes_at=timezone.now() + datetime.timedelta(microseconds=1))

    run_errands()

    assert ledger() == {}


def test_who_signed_meanwhile_is_not_asked_any_more(world, appeal, members_of, run_errands, ledger):
    person = members_of(world.chapter, "Quick")
    appeal()
    endorsements.endorse(world.statement, by=person, acting_user=person.account)

    run_errands()

    assert ledger() == {}


# Cost


def grow_to(number, world):
    """Followers by every way, a tenth of them signatories, a tenth with the purpose switched off."""
    there = User.objects.filter(email__startswith="many").count()
    accounts = User.objects.bulk_create(
        User(email=f"many{n}@caucus.example", role="parliamentarian") for n in range(there, number)
    )
    ways = [
        *({kind: getattr(world, kind)} for kind in ("statement", "mission", "campaign", "chapter", "country")),
        {"chapter": world.root},
        {"has_all_statements": True},
    ]
    Subscription.objects.bulk_create(
        Subscription(account=account, **ways[n % len(ways)]) for n, account in enumerate(accounts)
    )
    people = Person.objects.bulk_create(Person(name=account.email, account=account) for account in accounts[::10])
    Endorsement.objects.bulk_create(
        Endorsement(statement=world.statement, person=person, signed_as_name=person.name) for person in people
    )
    Preference.objects.bulk_create(
        Preference(account=account, purpose="statements", is_on=False, door="mail") for account in accounts[5::10]
    )


def test_a_thousand_followers_take_as_many_questions_as_ten(world, publish):
    publish(world.statement)
    asked = []
    for number in (10, 1000):
        grow_to(number, world)
        Message.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            tell(world.statement)
        # The ledger itself is written by the chunk.
        is_of_the_ledger = re.compile('INTO "core_message"|"core_message"."public_id" IN').search
        asked.append([query["sql"] for query in captured if not is_of_the_ledger(query["sql"])])
        assert Message.objects.count() == number

    few, many = asked
    assert len(many) == len(few) <= 25


def test_followers_of_what_is_closed_to_the_public_are_asked_for_by_fifties(world, django_assert_num_queries):
    chapter = ChapterFactory(name="Forming", state="forming")
    insiders = [member(f"Insider {number}") for number in range(3)]
    for person in insiders:
        MembershipFactory(person=person, chapter=chapter)
    staff = somebody("Secretariat", secretariat=True)
    strangers = [somebody(f"Stranger {number}") for number in range(60)]
    accounts = [*(person.account for person in insiders), staff, *strangers]

    with django_assert_num_queries(1 + 1 + 2):
        seen = readers.among(Chapter, chapter.pk, accounts)

    assert seen == {staff.pk, *(person.account.pk for person in insiders)}
