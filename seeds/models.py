"""Which record each seed entry became, so that seeding again finds it and leaves the staff's own edits alone."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models


class SeededRecord(models.Model):
    """One entry of the data files and the record that holds it."""

    key = models.CharField(max_length=200, unique=True)
    subject_type = models.ForeignKey(ContentType, models.CASCADE)
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    content_hash = models.CharField(max_length=64)
    cited = ArrayField(models.PositiveBigIntegerField(), default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="seeded_subject")]

    def __str__(self) -> str:
        return self.key
