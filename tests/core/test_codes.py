import pytest
from django.core.exceptions import ValidationError

from caucus_site.core.codes import check_codes, zone_of
from tests.factories.advocacy import StatementTextFactory
from tests.factories.core import UserFactory
from tests.factories.events import TestimonyFactory as HeardFactory
from tests.factories.members import ChapterFactory, ChapterNameFactory, OrganisationNameFactory


@pytest.mark.parametrize("code", ["", "en", "km", "zh-Hant", "und-Latn"])
def test_languages_that_are(code):
    check_codes(language=code)


@pytest.mark.parametrize("name", ["", "UTC", "Asia/Dhaka"])
def test_time_zones_that_are(name):
    check_codes(time_zone=name)


@pytest.mark.parametrize("name", ["Mars/Phobos", "../../etc/passwd", "localtime", "Factory", "asia/dhaka", "a\x00"])
def test_time_zones_that_are_not(name):
    with pytest.raises(ValidationError) as refused:
        check_codes(time_zone=name, language="xx!!")

    assert refused.value.message_dict == {
        "time_zone": [f"“{name}” is not a time zone. Write region and city as in Asia/Dhaka or Asia/Kuala_Lumpur."],
        "language": ["“xx!!” is not a language code. Write it as in web addresses: en, km, bn, zh-Hant."],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("factory", "field"),
    [
        (ChapterFactory, "time_zone"),
        (UserFactory, "time_zone"),
        (UserFactory, "language"),
        (ChapterNameFactory, "language"),
        (OrganisationNameFactory, "language"),
        (StatementTextFactory, "language"),
        (HeardFactory, "language"),
    ],
)
def test_records_refuse_unknown_codes_at_the_field(factory, field):
    record = factory()
    setattr(record, field, "no such")

    with pytest.raises(ValidationError) as refused:
        record.full_clean()

    assert field in refused.value.message_dict


@pytest.mark.parametrize(
    ("name", "key"), [("Asia/Dhaka", "Asia/Dhaka"), ("Mars/Phobos", "UTC"), ("", "UTC"), ("../x", "UTC")]
)
def test_a_zone_that_this_system_does_not_know_is_utc(name, key):
    assert zone_of(name).key == key
