"""Filters that gatherings and missions share."""

import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caucus_site.core.rest.filters import Day, RecordFilters


class DaysFilters(RecordFilters):
    """What may have gone on between two days. Without a last day it is what happened on its first, or about it."""

    from_on = Day(method="not_over_before", about=_("Only what may have gone on on this day or later."))
    until_on = Day("began_on_earliest", lookup_expr="lte", about=_("Only what may have begun by this day."))

    def not_over_before(self, rows: Any, _name: str, day: datetime.date) -> Any:
        only_begun = Q(ended_on__isnull=True, began_on_latest__gte=day)
        return rows.filter(Q(ended_on_latest__gte=day) | only_begun)
