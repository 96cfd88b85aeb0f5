"""Running an import again: nothing twice, and nothing that somebody has corrected comes back."""

import pytest
from django.apps import apps

from caucus_site.core import history
from members.models import ContactDetail, Identifier, Mandate, Person, PersonLink, PersonName
from tests.procedures.conftest import said
from tests.procedures.documents import BLUE, CHAMBER, RED, document, person, seat

FULL = document(
    [
        person(
            1,
            "Aishah Osman",
            "aishah_osman",
            gender="female",
            birth_date="1970",
            given_name="Aishah",
            honorific_prefix="Datin",
            wikidata=["Q1"],
            email="aishah@parliament.example",
            other_names=[{"name": "爱莎", "lang": "zh"}],
            links=[{"url": "http://aishah.example", "note": "website"}],
        ),
        person(2, "Ravi Kumar", death_date="2015"),
    ],
    [seat(1, "term/1"), seat(1), seat(1, area="area/coast"), seat(2, "term/1", on_behalf_of_id="party/unknown")],
    organizations=[CHAMBER, BLUE, {**RED, "other_names": [{"name": "Parti Merah", "lang": "ms"}]}],
)


def rows_of_every_table():
    models = [m for m in apps.get_models() if m._meta.app_label in {"core", "members"} and m.__name__ != "JournalEntry"]
    return {model._meta.label: model._default_manager.count() for model in models}


def edit(thing, **values):
    """As somebody at the desk would: in a context of its own, because these tests are one long transaction."""
    with history.because("a correction", user=None):
        for name, value in values.items():
            setattr(thing, name, value)
        thing.save()


def remove(thing):
    with history.because("a correction", user=None):
        thing.delete()


def test_same_file_again_writes_nothing_but_the_batch(take, counts_of):
    first = take(FULL)
    before = rows_of_every_table()

    again = take(FULL)

    assert counts_of(first) == {"rows": 2, "created": 2, "updated": 0, "unchanged": 0, "ambiguous": 0}
    assert counts_of(again) == {"rows": 2, "created": 0, "updated": 0, "unchanged": 2, "ambiguous": 0}
    assert (again.mandates_created, again.mandates_updated, again.mandates_unchanged) == (0, 0, 4)
    assert rows_of_every_table() == before
    assert again.problems == first.problems


def test_newer_file_replaces_what_an_import_wrote(take):
    take(document([person(1, "Aisha Osman", birth_date="1970")]))

    report = take(document([person(1, "Aishah Osman", birth_date="1970-05-17", gender="female")]))

    aishah = Person.objects.get()
    assert (aishah.name, aishah.sort_name, aishah.born_on.edtf) == ("Aishah Osman", "Aishah Osman", "1970-05-17")
    assert (report.updated, report.notices) == (1, [])


def test_what_staff_have_written_stays_with_a_notice(take):
    take(document([person(1, "Aisha Osman", birth_date="1970", gender="male")]))
    edit(Person.objects.get(), name="Aishah Osman", gender="")

    report = take(document([person(1, "Aisha Osman", birth_date="1971", gender="male", death_date="2020")]))

    aishah = Person.objects.get()
    assert (aishah.name, aishah.born_on.edtf, aishah.gender, aishah.died_on.edtf) == (
        "Aishah Osman",
        "1970",
        "",
        "2020",
    )
    assert [(field, value) for _row, field, value in said(report.notices)] == [
        ("name", "Aisha Osman"),
        ("gender", "male"),
        ("born_on", "1971"),
    ]
    assert list(PersonName.objects.values_list("text", "kind")) == [("Aisha Osman", "alias")]


@pytest.mark.parametrize(
    ("model", "lookup", "field", "corrected"),
    [
        (PersonName, {"text": "爱莎"}, "text", "艾莎"),
        (PersonLink, {"url": "http://aishah.example"}, "url", "http://osman.example"),
        (Identifier, {"scheme": "wikidata"}, "value", "Q2"),
        (ContactDetail, {}, "value", "office@parliament.example"),
    ],
)
@pytest.mark.parametrize("is_deleted", [False, True])
def test_part_that_staff_corrected_or_deleted_does_not_come_back(take, model, lookup, field, corrected, is_deleted):
    take(FULL)
    part = model.objects.get(**lookup)
    if is_deleted:
        remove(part)
    else:
        edit(part, **{field: corrected})
    before = rows_of_every_table()

    report = take(FULL)

    assert (report.updated, report.unchanged) == (0, 2)
    assert rows_of_every_table() == before
    assert any("somebody has changed or removed it" in notice.reason for notice in report.notices)


def test_mandate_that_staff_corrected_stays_corrected(take):
    take(FULL)
    mandate = Mandate.objects.get(term__name="Second Parliament", seat=1)
    edit(mandate, ended_on="2015-02", party=None, area=None, how_ended="resigned")

    report = take(FULL)

    mandate.refresh_from_db()
    assert (mandate.ended_on.edtf, mandate.party, mandate.area) == ("2015-02", None, None)
    assert (report.mandates_unchanged, report.mandates_created, report.mandates_updated) == (4, 0, 0)


def test_mandate_that_staff_deleted_stays_away_and_is_accounted_for(take):
    take(FULL)
    remove(Mandate.objects.get(seat=2))

    report = take(FULL)

    assert Mandate.objects.count() == 3
    assert (report.mandates_unchanged, report.memberships_left_out, report.memberships) == (3, 1, 4)


def test_newer_file_does_not_touch_the_mandate_of_which_staff_know_better(take):
    take(document([person(1, "Aishah")], [seat(1)]))
    edit(Mandate.objects.get(), ended_on="2015-02")

    report = take(document([person(1, "Aishah")], [seat(1, end_date="2018-05-09", role="Speaker")]))

    mandate = Mandate.objects.get()
    assert (mandate.ended_on.edtf, mandate.post, report.mandates_updated) == ("2015-02", "member", 0)


def test_edit_through_the_web_by_an_import_is_not_an_edit_by_hand(take):
    with history.because("upload", user=7):
        take(document([person(1, "Aisha")]))

    take(document([person(1, "Aishah")]))

    assert Person.objects.get().name == "Aishah"
