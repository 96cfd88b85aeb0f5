import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from events.models import ActionItem
from tests.factories.events import ActionItemFactory, ActionPlanFactory
from tests.factories.members import ChapterFactory, OrganisationFactory


def test_an_action_item_has_one_owner_at_most(db):
    item = ActionItemFactory(owner_organisation=OrganisationFactory())
    item.owner_chapter = ChapterFactory()

    with pytest.raises(ValidationError) as refusal:
        item.full_clean()
    assert refusal.value.message_dict["owner_chapter"] == [
        "An action item has one owner, so that one answers for it. Clear the others."
    ]
    with pytest.raises(IntegrityError, match="an_action_item_has_one_owner_at_most"):
        item.save()


def test_only_what_is_done_has_a_day_of_fulfilment(db):
    item = ActionItemFactory(state="done", fulfilled_on="2012-03")
    item.state = "open"

    with pytest.raises(ValidationError) as refusal:
        item.full_clean()
    assert refusal.value.message_dict["fulfilled_on"] == ["Set the state to done, or clear the day of fulfilment."]
    with pytest.raises(IntegrityError, match="only_what_is_done_has_a_day_of_fulfilment"):
        item.save()


def test_items_are_numbered_once_per_plan(db):
    item = ActionItemFactory(number=1)

    with pytest.raises(IntegrityError, match="action_items_are_numbered_once_per_plan"):
        ActionItemFactory(plan=item.plan, number=1)


def test_a_plan_is_adopted_once(db):
    plan = ActionPlanFactory()

    with pytest.raises(IntegrityError, match="a_gathering_adopts_a_plan_once"):
        ActionPlanFactory(gathering=plan.gathering, title=plan.title)


def test_overdue_is_what_is_unfinished_after_the_last_day_that_was_meant(db):
    overdue = ActionItemFactory(due_on="2012")
    ActionItemFactory(due_on="2013")
    ActionItemFactory(due_on="2012", state="done")
    ActionItemFactory()

    assert list(ActionItem.objects.overdue_on(datetime.date(2013, 1, 1))) == [overdue]
