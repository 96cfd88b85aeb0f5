"""`manage.py create_partner`: a system and its key in one go, asked nothing, refused with a sentence."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from caucus_site.core.models import JournalEntry
from caucus_site.sync.models import PartnerClient, PartnerKey
from tests.factories.core import UserFactory
from tests.factories.members import OrganisationFactory
from tests.factories.sync import PartnerClientFactory, PartnerKeyFactory

pytestmark = pytest.mark.django_db

KEY = re.compile(r"caucus_[a-z2-7]{8}_[a-z2-7]{52}")


def test_a_key_is_printed_once_with_a_curl_that_works(capsys, partner, settings):
    settings.CAUCUS_BASE_URL = "https://caucus.example"

    call_command("create_partner", "Field office", "--scopes", "people,statements", "--agreement", "DSA 7")

    printed, aside = capsys.readouterr()
    text = KEY.search(printed)[0]
    assert f"  {text}\n" in printed
    address = "https://caucus.example/api/v1/people?page_size=2"
    assert f"curl -H 'Authorization: Bearer {text}' '{address}'" in printed
    assert aside == ""
    assert partner(text).get("/api/v1/").status_code == 200
    key = PartnerKey.objects.get()
    assert (key.client.name, key.client.agreement, key.scopes) == ("Field office", "DSA 7", ["people", "statements"])
    assert (key.expires_at.date() - timezone.now().date()).days == 365
    assert [entry.verb for entry in JournalEntry.objects.all()] == ["sync.key_made"]


def test_whatever_is_known_of_the_partner_is_kept(capsys):
    office, owner = OrganisationFactory(name="ILO field office"), UserFactory(secretariat=True)

    call_command(
        "create_partner", "Country pages", "--scopes=people", "--organisation=ilo field office", "--days=30",
        "--contact=web@example.org", f"--owner={owner.email}",
    )  # fmt: skip

    client = PartnerClient.objects.get()
    assert (client.organisation, client.owner, client.contact) == (office, owner, "web@example.org")
    assert client.agreement.startswith("not signed as of ")
    assert "No data-sharing agreement is on record for “Country pages”" in capsys.readouterr().err


def test_a_name_that_is_known_gets_a_further_key_only_when_asked_for(capsys):
    known = PartnerKeyFactory(client__name="Field office")

    with pytest.raises(CommandError, match=r"already, and nothing was changed\. .* add --another-key"):
        call_command("create_partner", "FIELD OFFICE", "--scopes=people")
    call_command("create_partner", "FIELD OFFICE", "--scopes=people", "--another-key")

    assert PartnerClient.objects.count() == 1
    assert known.client.keys.count() == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--scopes=people,wages"], "There is no scope wages. There are: people, organisations, chapters, gatherings"),
        (["--scopes="], "Name at least one scope. There are: people"),
        (["--scopes=people", "--days=0"], "A key lasts from 1 to 366 days; --days 0 is not among them."),
        (["--scopes=people", "--days=367"], "A key lasts from 1 to 366 days; --days 367 is not among them."),
        (["--scopes=people", "--organisation=Nobody"], "There is no organisation “Nobody” on record."),
        (["--scopes=people", "--organisation=Twice"], "Several organisations are called “Twice”."),
        (["--scopes=people", "--contact=nowhere"], "Write an e-mail address."),
        (["--scopes=people", "--owner=nobody@example.org"], "There is no active account with the address"),
        (["--scopes=people", "--another-key"], "There is no partner system “New” yet. Leave out --another-key"),
        ([], "the following arguments are required: --scopes"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_made(arguments, sentence):
    OrganisationFactory(name="Twice")
    OrganisationFactory(name="twice")
    PartnerClientFactory(name="Other")

    with pytest.raises(CommandError, match=re.escape(sentence)):
        call_command("create_partner", "New", *arguments)

    assert PartnerClient.objects.count() == 1
    assert not PartnerKey.objects.exists()
    assert not JournalEntry.objects.exists()
