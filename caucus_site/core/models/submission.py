"""Forms that have been taken: the second post of the same form finds its row and changes nothing."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Now


class SubmittedForm(models.Model):
    """The one-time token of an accepted form, with what it made."""

    token = models.UUIDField(primary_key=True)
    at = models.DateTimeField(db_default=Now(), db_index=True)
    subject_type = models.ForeignKey(ContentType, models.CASCADE, null=True)
    subject_id = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return str(self.token)
