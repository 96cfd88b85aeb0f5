"""What every record of the caucus has: a public id, a version, sources, and one door for reading."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from caucus_site.core.data_classes import DataClass, Right
from caucus_site.core.principals import Principal


class RecordQuerySet(models.QuerySet):
    def visible_to(self, who: Any) -> Self:
        """The rows that an account, a visitor or a principal may see.

        Here: all or none, as the table of data classes says. A model some of whose rows are open to some people
        overrides this, narrows or widens it, and keeps it one query.
        """
        principal = Principal.of(who)
        return self.all() if principal.may(Right.READ, self.model.data_class) else self.none()


class Record(models.Model):
    """A row that states facts. Concrete models are decorated with `@history.tracked` and name their data class.

    `version` and `updated_at` are kept by a trigger: after `save()` the instance's own copy is stale until
    `refresh_from_db()`.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("updated at"), db_default=Now(), editable=False)

    citations = GenericRelation("core.Citation", object_id_field="subject_id", content_type_field="subject_type")

    objects: Any = RecordQuerySet.as_manager()

    data_class: ClassVar[DataClass]

    class Meta:
        abstract = True
