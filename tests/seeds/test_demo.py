"""The demonstration: who and what is in it, that it is made once, and that nothing in it can be taken for real."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.core.management.base import CommandError
from django.db import models, transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from advocacy.models import (
    Concern,
    Endorsement,
    EndorsementWithdrawal,
    Grant,
    Recommendation,
    SolidarityCase,
    Statement,
    StatementText,
)
from advocacy.services import statements
from caucus_site.core.models import Compartment, User
from caucus_site.notifications.audiences import of_publication
from caucus_site.portal.home import Home
from events import models as events
from members.models import Chapter, Country, Level, Membership, Office, Organisation, Person, Protection
from seeds import demo
from seeds.demo import accounts
from seeds.demo.stage import COUNTRIES, Stage
from seeds.models import SeededRecord

ALPHA = {code: f"Country {code}" for code in COUNTRIES}


def put_history():
    """As much of the documented history as the demonstration hangs on."""
    Country.objects.bulk_create(Country(code=code, name=name) for code, name in ALPHA.items())
    return Chapter.objects.create(name="Regional caucus", state=Chapter.State.ACTIVE)


def passwords(path):
    return {line.split("\t")[1]: line.split("\t")[2] for line in path.read_text().splitlines()}


def nothing(_sentence):
    """Reports go nowhere."""


@pytest.mark.django_db
def test_without_the_history_it_says_what_to_load(tmp_path):
    with pytest.raises(CommandError, match=r"manage\.py seed"):
        demo.load(nothing, sign_ins=tmp_path / "sign-ins.txt")

    assert not User.objects.exists()
    assert not (tmp_path / "sign-ins.txt").exists()


@pytest.mark.django_db
def test_an_address_of_somebody_else_is_left_alone(tmp_path):
    put_history()
    User.objects.create_user("demo-cases@example.org", "theirs", role="observer")

    with pytest.raises(CommandError, match=r"demo-cases@example\.org"):
        demo.load(nothing, sign_ins=tmp_path / "sign-ins.txt")

    assert User.objects.get().role == "observer"


@pytest.mark.django_db
def test_passwords_differ_between_two_fresh_loads(tmp_path, monkeypatch):
    def make_only_accounts():
        stage = Stage(timezone.localdate())
        accounts.create(stage)
        return stage.remember()

    monkeypatch.setattr(demo, "make", make_only_accounts)
    put_history()
    found = []
    for name in ("first", "second"):
        with transaction.atomic():
            demo.load(nothing, sign_ins=tmp_path / name)
            found.append(passwords(tmp_path / name))
            transaction.set_rollback(True)

    first, second = found
    assert first.keys() == second.keys()
    assert not set(first.values()) & set(second.values())
    assert len(set(first.values())) == len(first)
    assert min(map(len, first.values())) >= 16


@pytest.fixture(scope="module")
def shown(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration, loaded once for the tests below, which change it in transactions of their own."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(MEDIA_ROOT=folder / "media"):
        root = put_history()
        outcome = demo.load(nothing, sign_ins=folder / "sign-ins.txt")
        yield SimpleNamespace(root=root, outcome=outcome, sign_ins=folder / "sign-ins.txt")
        transaction.set_rollback(True)


@pytest.fixture
def loaded(shown, db):
    return shown


def test_three_chapters_hang_below_the_regional_caucus(loaded):
    chapters = Chapter.objects.exclude(pk=loaded.root.pk)

    assert len(chapters) == 3
    assert {chapter.parent_id for chapter in chapters} == {loaded.root.pk}


def test_several_hundred_people_in_every_calling(loaded):
    assert Person.objects.count() >= 300
    for field, choices in (("category", Membership.Category), ("status", Membership.Status)):
        assert set(Membership.objects.values_list(field, flat=True)) == set(choices.values)
    assert set(Office.objects.values_list("kind", flat=True)) == set(Office.Kind.values)
    assert set(Protection.objects.values_list("level", flat=True)) == set(Level.values)


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (events.FactFindingMission, "state"),
        (events.Gathering, "state"),
        (events.Testimony, "consent"),
        (Statement, "state"),
        (Recommendation, "state"),
        (Concern, "state"),
        (SolidarityCase, "state"),
        (Grant, "state"),
    ],
)
def test_every_state_is_there(loaded, model, field):
    assert set(model.objects.values_list(field, flat=True)) == {
        code for code, _label in model._meta.get_field(field).choices
    }


def test_the_worklists_have_work(loaded):
    today = timezone.localdate()

    assert Statement.objects.open_at(timezone.now()).filter(endorsements__isnull=False).exists()
    assert Statement.objects.awaiting_adoption(timezone.now()).exists()
    assert Grant.objects.ending_within(today, 90).exists()
    assert Recommendation.objects.silent_since(today, 90).exists()
    assert Person.objects.without_contact().exists()
    assert Endorsement.objects.filter(is_hidden=True).exists()
    assert EndorsementWithdrawal.objects.exists()


def test_every_kind_of_account_has_its_person_and_its_circles(loaded):
    users = {user.email.split("@")[0].removeprefix("demo-"): user for user in User.objects.select_related("person")}

    assert {name: (user.role, user.duties) for name, user in users.items()} == {
        "superadmin": ("superadmin", []),
        "secretariat": ("secretariat", []),
        "finance": ("secretariat", ["finance"]),
        "cases": ("secretariat", ["cases"]),
        "coordinator": ("coordinator", []),
        "parliamentarian": ("parliamentarian", []),
        "former": ("parliamentarian", []),
        "observer": ("observer", []),
    }
    today = timezone.localdate()
    assert Person.objects.sitting_on(today).filter(account=users["parliamentarian"]).exists()
    assert Person.objects.not_sitting_on(today).filter(account=users["former"], mandates__isnull=False).exists()
    assert Office.objects.held_on(today).filter(person__account=users["coordinator"], kind="coordinator").exists()
    assert users["observer"].person
    assert Compartment.objects.readable_by(users["cases"]).count() == 5
    assert Compartment.objects.readable_by(users["secretariat"]).count() == 3


def test_again_it_changes_nothing(loaded, django_assert_max_num_queries):
    before = loaded.sign_ins.read_bytes()

    with django_assert_max_num_queries(6):
        outcome = demo.load(nothing, sign_ins=loaded.sign_ins)

    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, loaded.outcome.created)
    assert loaded.sign_ins.read_bytes() == before


def test_what_staff_changed_or_deleted_stays_so(loaded):
    Grant.objects.filter(state=Grant.State.REFUSED).delete()
    Chapter.objects.filter(country__code="NP").update(short_name="Hills")

    demo.load(nothing, sign_ins=loaded.sign_ins)

    assert not Grant.objects.filter(state=Grant.State.REFUSED).exists()
    assert Chapter.objects.get(country__code="NP").short_name == "Hills"


def test_home_of_the_parliamentarian_has_something_in_every_part(loaded):
    home = Home(User.objects.get(email="demo-parliamentarian@example.org"))
    readable = StatementText.objects.visible_to(home.account).filter(statement__in=home.awaiting_signature)

    assert {"en", "ne"} <= set(readable.values_list("language", flat=True))
    assert home.coming_gatherings
    assert home.coming_missions
    assert len([ask for ask in home.asks if ask.recommendation.addressees.all()]) >= 2


def test_printed_passwords_open_the_portal(loaded, client):
    for line in loaded.sign_ins.read_text().splitlines():
        _role, email, password, door = line.split("\t")
        if door == accounts.PORTAL:
            assert client.login(username=email, password=password)
            assert client.get(door).status_code == 200


def test_a_printed_password_opens_the_admin(loaded, client):
    role, email, password, door = loaded.sign_ins.read_text().splitlines()[1].split("\t")

    assert (role, door) == ("secretariat", reverse("admin:index"))
    assert client.login(username=email, password=password)
    assert client.get(door).status_code == 200


def test_only_its_owner_reads_the_passwords(loaded):
    assert loaded.sign_ins.stat().st_mode & 0o777 == 0o600


def test_passwords_are_new_when_their_file_is_gone(loaded, client, tmp_path):
    email, old = next(iter(passwords(loaded.sign_ins).items()))
    said = []

    outcome = demo.load(said.append, sign_ins=tmp_path / "var" / "sign-ins.txt")

    assert (outcome.created, outcome.updated) == (0, len(accounts.SIGNS))
    assert [str(tmp_path) in sentence for sentence in said] == [True]
    assert not client.login(username=email, password=old)
    assert client.login(username=email, password=passwords(tmp_path / "var" / "sign-ins.txt")[email])


def test_addresses_lead_nowhere(loaded):
    found = set()
    for text in texts():
        found |= {host.lower() for host in re.findall(r"(?:@|https?://)([\w.-]+\w)", text)}

    assert found
    assert {host for host in found if not re.fullmatch(r"([\w-]+\.)?example\.(org|net)", host)} == set()


def test_numbers_are_of_the_range_kept_for_fiction(loaded):
    numbers = [text for text in texts() if re.fullmatch(r"\+[\d ]+", text)]

    assert numbers
    assert [number for number in numbers if not number.startswith("+44 7700 900")] == []


def test_publishing_one_statement_writes_to_those_who_follow_its_chapter(loaded):
    statement = Statement.objects.get(title__startswith="Adopted by the hills")
    statement = statements.advance(statement, to="published", acting_user=None)

    told = {account.email: (reason.name, account.language) for account, reason in of_publication(statement).items()}

    assert told == {
        "demo-observer@example.org": ("ALL_STATEMENTS", "en"),
        "demo-parliamentarian@example.org": ("CHAPTER", "en"),
        "demo-coordinator@example.org": ("CHAPTER", "ne"),
        "demo-former@example.org": ("SIGNED", "en"),
    }
    assert statement.texts.filter(language="ne", standing="authorised").exists()


def test_nothing_invented_goes_without_its_mark(loaded):
    named = [Organisation, events.Gathering, events.FactFindingMission, Statement, Grant, Recommendation]
    unmarked = [
        str(record) for model in named for record in model.objects.all() if "demonstration" not in str(record).lower()
    ]

    assert unmarked == []
    assert not Person.objects.exclude(identifiers__scheme="demonstration").exists()


def test_days_follow_the_day_of_the_load(loaded):
    last_day = max(grant.ended_on.latest for grant in Grant.objects.ending_within(timezone.localdate(), 90))

    assert last_day == timezone.localdate() + datetime.timedelta(days=88)


def texts():
    """Every text of every record of the demonstration, sealed ones opened."""
    of_model = {}
    for seeded in SeededRecord.objects.filter(key__startswith="demo/").select_related("subject_type"):
        of_model.setdefault(seeded.subject_type.model_class(), []).append(seeded.subject_id)
    for model, keys in of_model.items():
        fields = [f.attname for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
        for record in model._base_manager.filter(pk__in=keys):
            yield from filter(None, (getattr(record, name) for name in fields))
