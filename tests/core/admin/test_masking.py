"""Rows that staff may see can name people they may not: the name stays away, the tie stays."""

import pytest
from django.urls import reverse

from advocacy.models import CampaignStage
from members.models import Level
from tests.factories.advocacy import CampaignStageFactory
from tests.factories.members import PersonFactory, ProtectionFactory

pytestmark = pytest.mark.django_db
CANARY = "Canary Zebulon"


@pytest.fixture
def stage():
    owner = PersonFactory(name=CANARY)
    ProtectionFactory(person=owner, level=Level.LOCKED)
    return CampaignStageFactory(owner=owner)


def test_list_and_export_name_nobody_who_is_locked(staff_client, stage):
    listed = staff_client.get(reverse("admin:advocacy_campaignstage_changelist"))
    exported = staff_client.get(reverse("admin:advocacy_campaignstage_export", args=["csv"]))

    assert listed.status_code == exported.status_code == 200
    assert CANARY not in listed.content.decode()
    assert CANARY not in exported.getvalue().decode()
    assert listed.context["cl"].result_count == 1


def test_form_keeps_the_tie_without_the_name(staff_client, stage):
    change = reverse("admin:advocacy_campaignstage_change", args=[stage.pk])
    page = staff_client.get(change)
    form = page.context["adminform"].form
    posted = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    posted |= {"owner": "", "next_step": "Ask again", "_version": stage.version}
    for formset in page.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        posted |= {f"{formset.formset.prefix}-{name}": management.initial.get(name) or 0 for name in management.fields}
    answer = staff_client.post(change, posted)

    assert CANARY not in page.content.decode()
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    saved = CampaignStage.objects.get()
    assert (saved.owner, saved.next_step) == (stage.owner, "Ask again")


def test_case_officer_is_told_the_name(sign_in, case_officer, stage):
    listed = sign_in(case_officer).get(reverse("admin:advocacy_campaignstage_changelist"))

    assert CANARY in listed.content.decode()
