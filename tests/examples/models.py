"""Records of nothing in particular, for what core promises to every record: periods, search columns, sealed text."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.encryption import EncryptedTextField
from caucus_site.core.fields import folded, typo_keys
from caucus_site.core.models import Record
from caucus_site.core.periods import CERTAIN_DAYS, Period


@history.tracked
class Term(Period):
    """Somebody's term in the one office that there is."""

    holder = models.CharField(max_length=100, default="Somebody")
    holder_folded = folded("holder")
    holder_keys = typo_keys("holder")

    data_class = DataClass.REFERENCE

    class Meta(Period.Meta):
        indexes = [GinIndex(fields=["holder_keys"], name="examples_term_holder")]
        constraints = [
            *Period.Meta.constraints,
            ExclusionConstraint(name="one_term_at_a_time", expressions=[("holder", "="), (CERTAIN_DAYS, "&&")]),
        ]

    def __str__(self):
        return self.holder


@history.tracked
class Note(Record):
    """Two sealed texts and an open one."""

    title = models.CharField(max_length=100, blank=True)
    text = EncryptedTextField(blank=True)
    answer = EncryptedTextField(blank=True, default="")

    data_class = DataClass.CONTACT

    class Meta(Record.Meta):
        pass

    def __str__(self):
        return str(self.pk)
