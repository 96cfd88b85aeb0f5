"""What people set for themselves: in which language and whose hours the caucus speaks to them."""

from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import TZPATH, available_timezones

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caucus_site.core import journal
from caucus_site.core.data_classes import Role
from caucus_site.core.models import User

REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
# How a role is told to whoever has it; the labels of the roles themselves explain them to the staff who give them.
AS_TOLD: dict[str, Any] = {
    Role.SUPERADMIN: _("System administrator"),
    Role.PARLIAMENTARIAN: _("Member of the caucus"),
    Role.OBSERVER: _("Observer"),
}


def role_of(account: User) -> Any:
    return AS_TOLD.get(account.role) or account.get_role_display()


class PreferencesForm(forms.ModelForm):
    """Language and time zone of one's own account. Where there is one language only, it is not asked for."""

    language = forms.ChoiceField(label=_("Language"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Closing times and letters follow it. Choose the city nearest to you.")
    )

    class Meta:
        model = User
        fields = ("language", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if len(settings.LANGUAGES) > 1:
            fields["language"].choices = settings.LANGUAGES
        else:
            del fields["language"]
        own = self.instance.time_zone
        zones = time_zones()
        known = {zone for _region, cities in zones for zone, _city in cities}
        fields["time_zone"].choices = zones if own in known else [(own, own), *zones]

    @property
    def title(self) -> Any:
        return _("Language and hours") if "language" in self.fields else _("Hours")

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        account = super().save(commit)
        if self.changed_data:
            journal.record("record.changed", account, actor=account, fields=sorted(self.changed_data))
        return account


@cache
def time_zones() -> list[tuple[Any, list[tuple[str, str]]]]:
    """Every zone that is named after a city, by region, each under its present name only."""
    names = _present_names()
    of_regions = {
        region: sorted(
            (name, name.partition("/")[2].replace("_", " ")) for name in names if name.startswith(f"{region}/")
        )
        for region in REGIONS
    }
    return [(_("Without a region"), [("UTC", "UTC")]), *of_regions.items()]


def _present_names() -> set[str]:
    """The names in the time zone database's own list of places; Calcutta and the like are kept as links, outside it.

    A system without that list offers every name: doubles are better than a city that is missing.
    """
    known = available_timezones()
    for folder in TZPATH:
        places = Path(folder) / "zone.tab"
        if places.is_file():
            lines = places.read_text(encoding="utf-8").splitlines()
            return known & {line.split("\t")[2] for line in lines if line and not line.startswith("#")}
    return known
