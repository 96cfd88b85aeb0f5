"""Filters that many lists share."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caucus_site.core.rest.filters import Codes


class CountryCodes(Codes):
    """Countries by their codes: `country=MY,ID`."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(
            field_name,
            pattern="[A-Z]{2}",
            says=_("Write countries as the two capital letters of ISO 3166, parted by commas: MY,ID."),
            **{"about": _("Countries: two letters of ISO 3166, several parted by commas."), **kwargs},
        )


HELD_ON = _("Only what held on this day, as far as its dates tell.")
