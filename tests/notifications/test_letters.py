"""What a letter says: the reader's language and clock, one address of one's own, and nothing that is not public."""

import datetime
import re
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest

from advocacy.models import Statement
from advocacy.services import statements
from caucus_site.core.models import Message
from caucus_site.core.post_sending import as_email
from caucus_site.notifications import excerpts, links
from tests.factories.advocacy import StatementTextFactory
from tests.factories.members import ChapterFactory, IncidentFactory, MembershipFactory
from tests.factories.notifications import SubscriptionFactory
from tests.notifications.conftest import member, signature_of, somebody

pytestmark = pytest.mark.django_db
KHMER = ("ប្រាក់ឈ្នួលទាន់ពេល", "យើងអំពាវនាវឱ្យបើកប្រាក់ឈ្នួលឱ្យបានទាន់ពេល។")
BENGALI = ("সময়মতো মজুরি", "আমরা সময়মতো মজুরি চাই।")
BURMESE = ("လုပ်ခကို အချိန်မီပေးပါ", "လုပ်ခကို အချိန်မီ ပေးရန် တောင်းဆိုသည်။")
URDU = ("اجرت وقت پر", "ہم مطالبہ کرتے ہیں کہ اجرت وقت پر دی جائے۔")
OUT_AT = datetime.datetime(2026, 11, 23, 20, 30, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def our_own_address(settings):
    settings.CAUCUS_BASE_URL = "https://caucus.example"


@pytest.fixture
def told(world, publish, run_errands):
    """The letter that an account gets once the statement is published."""

    def tell(account, **subject):
        SubscriptionFactory(account=account, **subject)
        publish(world.statement)
        Statement.objects.filter(pk=world.statement.pk).update(published_at=OUT_AT)
        run_errands()
        return Message.objects.get(recipient=account)

    return tell


def translated(statement, language, title, body, **facts):
    return StatementTextFactory(
        statement=statement, language=language, title=title, body=body, **{"is_original": False} | facts
    )


def as_received(letter):
    return message_from_bytes(as_email(letter).message().as_bytes(), policy=policy.default)


def header(email, name):
    # A long one begins on the line below its name, and Python takes the fold for a part of it.
    return email[name].strip()


class Parts(HTMLParser):
    """Tags with their attributes, and the text of each element."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.texts, self.within = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.within.append(dict(attributes))

    def handle_endtag(self, tag):
        if self.within:
            self.within.pop()

    def handle_data(self, data):
        if data.strip() and self.within:
            self.texts.append((data.strip(), self.within[-1].get("lang"), self.within[-1].get("dir")))

    @property
    def addresses(self):
        return [attributes["href"] for tag, attributes in self.tags if tag == "a"]


def test_the_letter_in_plain_text(world, told, settings):
    settings.CAUCUS_NAME = "The caucus"
    account = somebody("Follower", time_zone="Asia/Phnom_Penh")

    letter = told(account, chapter=world.root)

    assert letter.title == "Published: Wages on time"
    assert letter.text == (
        "The caucus\n"
        "\n"
        "Wages on time\n"
        "Statement, Cambodian chapter\n"
        "Published on 24 November 2026, 03:30 (Asia/Phnom_Penh)\n"
        "\n"
        "We ask that wages be paid.\n"
        "\n"
        "At once.\n"
        "\n"
        "Read the statement:\n"
        f"https://caucus.example/statements/{world.statement.public_id}/\n"
        "\n"
        "--\n"
        "You get this letter because you follow the chapter that issued it, or one above it.\n"
        "Stop letters about statements:\n"
        f"{links.to_unsubscribe(account, 'statements')}\n"
    )


def test_only_the_link_that_stops_letters_is_the_readers_own(world, told):
    one, other = somebody("One"), somebody("Other")
    SubscriptionFactory(account=other)

    first, second = told(one), Message.objects.get(recipient=other)

    mine, theirs = links.to_unsubscribe(one, "statements"), links.to_unsubscribe(other, "statements")
    assert mine != theirs
    assert (first.text.replace(mine, theirs), first.html.replace(mine, theirs)) == (second.text, second.html)
    assert Parts(first.html).addresses == [f"https://caucus.example/statements/{world.statement.public_id}/", mine]


def test_the_letter_can_be_stopped_by_the_mail_program(world, told):
    account = somebody("Follower")

    letter = told(account)

    email = as_received(letter)
    assert header(email, "List-Unsubscribe") == f"<{links.to_unsubscribe(account, 'statements')}>"
    assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert email["To"] == account.email


def test_nothing_is_fetched_or_run_when_it_is_opened(told):
    html = told(somebody("Follower")).html

    parts = Parts(html)
    assert {tag for tag, _ in parts.tags} <= {"html", "head", "meta", "title", "body", "div", "p", "h1", "a"}
    fetching = {"src", "srcset", "background", "poster", "data", "action", "onload", "onclick"}
    assert [attributes for _, attributes in parts.tags if fetching & set(attributes)] == []
    assert re.findall(r"url\(|@import|<style|<script|<img|<link", html) == []
    assert set(re.findall(r"https?://[^/\"'\s<]+", html)) == {"https://caucus.example"}


@pytest.mark.parametrize(
    ("language", "words", "direction"),
    [("km", KHMER, "ltr"), ("bn", BENGALI, "ltr"), ("my", BURMESE, "ltr"), ("ur", URDU, "rtl")],
)
def test_the_authorised_text_of_the_readers_language_is_shown(world, told, language, words, direction):
    translated(world.statement, language, *words)

    letter = told(somebody("Follower", language=language))

    title, body = words
    email = as_received(letter)
    assert header(email, "Subject") == f"Published: {title}"
    assert body in email.get_body(("plain",)).get_content()
    html = email.get_body(("html",)).get_content()
    assert (title, language, direction) in Parts(html).texts
    assert (body, language, direction) in Parts(html).texts
    assert "We ask that wages be paid" not in letter.text + letter.html


def test_a_regional_form_of_a_language_takes_its_plain_form(world, told):
    translated(world.statement, "km", *KHMER)

    assert told(somebody("Follower", language="km-KH")).title == f"Published: {KHMER[0]}"


@pytest.mark.parametrize("standing", ["draft", "machine", "reviewed"])
def test_a_translation_that_is_not_authorised_is_not_shown(world, told, standing):
    translated(world.statement, "km", "CANARY-title", "CANARY-body", standing=standing)

    letter = told(somebody("Follower", language="km"))

    assert letter.title == "Published: Wages on time"
    assert "CANARY" not in letter.text + letter.html


def test_an_edition_that_is_not_authorised_yet_is_not_shown(world, told):
    StatementTextFactory(statement=world.statement, edition=2, title="CANARY", body="CANARY", standing="draft")

    letter = told(somebody("Follower"))

    assert "CANARY" not in letter.title + letter.text + letter.html
    assert "We ask that wages be paid" in letter.text


def test_what_is_not_public_is_not_in_the_letter(world, told):
    forming = ChapterFactory(name="CANARY-chapter", state="forming", country=world.country)
    Statement.objects.filter(pk=world.statement.pk).update(chapter=forming)
    signature_of(member("CANARY-signer"), world.statement, is_hidden=True, signed_as_name="CANARY-signature")
    world.mission.terms_of_reference = world.campaign.note = "CANARY-terms"
    world.mission.save()
    world.campaign.save()

    letter = told(somebody("Follower"), statement=world.statement)

    assert "CANARY" not in letter.title + letter.text + letter.html + letter.headers


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        ("statement", "because you follow this statement."),
        ("mission", "because you follow the mission that this statement came from."),
        ("campaign", "because you follow the campaign that this statement belongs to."),
        ("country", "because you follow the country of the chapter that issued it."),
        (None, "because you follow all statements of the caucus."),
    ],
)
def test_the_letter_says_why_it_came(world, told, subject, sentence):
    letter = told(somebody("Follower"), **({subject: getattr(world, subject)} if subject else {}))

    assert sentence in letter.text
    assert sentence in letter.html


def test_signatories_are_told_that_they_signed(world, told):
    person = member("Signer")
    signature_of(person, world.statement)

    assert "because you signed this statement." in told(person.account).text


@pytest.mark.parametrize("time_zone", ["Mars/Olympus", "", "../etc/passwd", "UTC"])
def test_an_unknown_time_zone_is_taken_for_utc(told, time_zone):
    account = somebody("Follower", time_zone=time_zone)

    assert "Published on 23 November 2026, 20:30 (UTC)" in told(account).text


def test_markup_in_a_title_is_shown_and_not_obeyed(world, told):
    hostile = '<img src="https://spy.example/x.png"> & "quotes"\r\nBcc: all@caucus.example'
    world.statement.texts.update(title=hostile[:300], body="</p><script>alert(1)</script>")

    letter = told(somebody("Follower"))

    email = as_received(letter)
    assert header(email, "Subject") == (
        'Published: <img src="https://spy.example/x.png"> & "quotes" Bcc: all@caucus.example'
    )
    assert (email["Bcc"], email["Cc"]) == (None, None)
    assert {tag for tag, _ in Parts(letter.html).tags} & {"img", "script"} == set()
    assert "</p><script>alert(1)</script>" in letter.text


# Appeals


@pytest.fixture
def asked(world, run_errands, secretariat):
    def ask(**facts):
        person = member("Member", time_zone="Asia/Dhaka")
        MembershipFactory(person=person, chapter=world.chapter)
        facts = {
            "kind": "urgent_appeal",
            "state": "review",
            "closes_at": datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC),
        } | facts
        Statement.objects.filter(pk=world.statement.pk).update(**facts)
        statements.advance(world.statement, to="open", acting_user=secretariat)
        run_errands()
        return Message.objects.get(recipient=person.account)

    return ask


def test_an_appeal_says_its_title_and_to_sign_in(world, asked):
    letter = asked()

    assert letter.title == "Open for your signature: Wages on time"
    assert "Signing closes on 1 January 2090, 06:00 (Asia/Dhaka)." in letter.text
    assert "Sign in to read it, and to decide whether you sign" in letter.text
    assert f"https://caucus.example/statements/{world.statement.public_id}/" in letter.text
    assert "We ask that wages be paid" not in letter.text + letter.html
    assert not letter.is_sensitive


def test_an_appeal_that_rests_on_an_incident_is_not_even_named(world, asked):
    letter = asked(incident=IncidentFactory())

    assert letter.title == "An urgent appeal is open for your signature"
    assert "Wages" not in letter.title + letter.text + letter.html
    assert letter.is_sensitive


# Words


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A\r\nB\tC\x00D\u2028E", "A B C D E"),
        ("  wide   space ", "wide space"),
        ("safe\u202egnp.exe\u2066x", "safegnp.exex"),
        ("ক্\u200dষ", "ক্\u200dষ"),
    ],
    ids=["line ends", "spaces", "turns of direction", "joiners stay"],
)
def test_one_line(text, line):
    assert excerpts.one_line(text) == line


def test_a_long_text_is_cut_after_a_word():
    assert excerpts.cut("wages are paid on time", 12) == "wages are…"


def test_a_khmer_text_is_cut_after_a_sentence_and_never_within_a_cluster():
    sentence = "យើងអំពាវនាវ។"

    assert excerpts.cut(sentence * 3, 20) == f"{sentence}…"
    assert excerpts.cut("ខ្ញុំ" * 4, 6) == "ខ្ញុំ…"
    assert excerpts.cut("ខ្ញុំ" * 4, 8) == "ខ្ញុំ…"


def test_the_beginning_is_whole_paragraphs_as_long_as_they_fit():
    text = "One.\n\n\nTwo two.\nThree three three."

    assert excerpts.beginning(text, 14) == ["One.", "Two two."]
    assert excerpts.beginning(text, 100) == ["One.", "Two two.", "Three three three."]
    assert excerpts.beginning("A very long first paragraph.", 12) == ["A very long…"]
    assert excerpts.beginning(" \n ") == []
