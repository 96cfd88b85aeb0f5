"""The demonstration's partner system: its key lies with the sign-ins, and ends when a new one is made."""

import pytest
from django.test import Client
from django.utils import timezone

from caucus_site.sync.models import PartnerKey
from seeds import demo
from seeds.demo import accounts, organisations, partners
from seeds.demo.stage import Stage
from tests.seeds.test_demo import nothing, put_history

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_demonstration(monkeypatch):
    def make():
        stage = Stage(timezone.localdate())
        accounts.create(stage)
        organisations.create(stage)
        partners.create(stage)
        return stage.remember()

    monkeypatch.setattr(demo, "make", make)
    put_history()


def key_in(sign_ins):
    (line,) = [line for line in sign_ins.read_text().splitlines() if line.startswith("partner\t")]
    label, name, key, door = line.split("\t")
    assert (label, name, door) == ("partner", "Partner system (demonstration)", "/api/v1/")
    return key


def answer_to(key):
    return Client(headers={"authorization": f"Bearer {key}"}).get("/api/v1/people?page_size=2").status_code


def test_its_key_opens_the_api(tmp_path):
    demo.load(nothing, sign_ins=tmp_path / "sign-ins")

    assert answer_to(key_in(tmp_path / "sign-ins")) == 200


def test_loading_again_changes_nothing_and_a_lost_file_is_written_with_a_new_key(tmp_path):
    sign_ins = tmp_path / "sign-ins"
    demo.load(nothing, sign_ins=sign_ins)
    old = key_in(sign_ins)

    demo.load(nothing, sign_ins=sign_ins)
    assert (PartnerKey.objects.count(), answer_to(old)) == (1, 200)

    sign_ins.unlink()
    demo.load(nothing, sign_ins=sign_ins)
    assert (answer_to(old), answer_to(key_in(sign_ins))) == (401, 200)
