"""The local post office: a real SMTP server that keeps what it takes, and the pages that show it."""

import smtplib
import socket
import subprocess
import sys
import time
from contextlib import closing
from email.message import EmailMessage

import pytest
from django.urls import reverse

from caucus_site.core.servers.places import CHECKOUT

pytestmark = [pytest.mark.urls("tests.core.urls_with_mailbox"), pytest.mark.django_db]


@pytest.fixture
def folder(tmp_path, settings):
    settings.CAUCUS_MAIL_FOLDER = tmp_path / "mail"
    return settings.CAUCUS_MAIL_FOLDER


@pytest.fixture
def post_office(folder):
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    sink = subprocess.Popen(
        [sys.executable, "-m", "caucus_site.core.servers.mail_sink", str(port), str(folder)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "none is delivered" in sink.stdout.readline()
    yield port
    sink.terminate()
    assert sink.wait(10) == 0
    sink.stdout.close()


def letter(subject="សេចក្តីថ្លែងការណ៍", to="mp@example.org"):
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "Caucus <caucus@example.org>", to
    message["Date"] = "Tue, 24 Nov 2026 08:00:00 +0700"
    message.set_content("Read it at http://127.0.0.1:8000/statements/1/")
    message.add_alternative("<p>Read <b>it</b><script>alert(1)</script></p>", subtype="html")
    return message


def send(port, *letters):
    with smtplib.SMTP("127.0.0.1", port) as office:
        for message in letters:
            office.send_message(message)


def test_a_letter_is_kept_and_shown(post_office, client, folder):
    send(post_office, letter())

    (file,) = folder.glob("*.eml")
    page = client.get(reverse("letters"))
    shown = client.get(reverse("letter", args=[file.stem]))

    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert "សេចក្តីថ្លែងការណ៍" in page.text
    assert "mp@example.org" in page.text
    assert '<a href="http://127.0.0.1:8000/statements/1/"' in shown.text


def test_the_newest_letter_comes_first(post_office, client):
    send(post_office, letter(subject="First"))
    time.sleep(0.01)
    send(post_office, letter(subject="Second"))

    page = client.get(reverse("letters")).text

    assert page.index("Second") < page.index("First")


def test_the_html_of_a_letter_can_do_nothing(post_office, client, folder):
    send(post_office, letter())
    (file,) = folder.glob("*.eml")

    response = client.get(reverse("letter-html", args=[file.stem]))

    policy = response.headers["Content-Security-Policy"]
    assert "<b>it</b>" in response.text
    assert "script-src 'none'" in policy
    assert "sandbox" in policy
    assert "default-src 'none'" in policy


def test_no_letters_yet(folder, client):
    assert "No letter has been sent yet." in client.get(reverse("letters")).text


@pytest.mark.parametrize("name", ["nothing", "..", "a%2F..%2F..%2Fetc%2Fpasswd"])
def test_what_is_not_a_letter_is_not_found(folder, client, name):
    assert client.get(f"/mail/{name}/").status_code == 404


@pytest.mark.urls("caucus_site.urls")
def test_without_a_folder_there_is_no_such_page(client):
    assert client.get("/mail/").status_code == 404
