"""The journal: what happened, in the order in which it became true, chained so that no entry can be changed unseen."""

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from caucus_site.core.data_classes import DataClass
from caucus_site.core.models.record import RecordQuerySet

# One lock for all writers: positions have no gaps and follow the order of commits. Journal entries are written last
# in a transaction, so it is held only for the blink before commit.
CHAIN = """
PERFORM pg_advisory_xact_lock(7310525);
SELECT position + 1, digest INTO NEW.position, NEW.previous_digest FROM core_journalentry ORDER BY position DESC LIMIT 1;
IF NOT FOUND THEN
    NEW.position = 1;
    NEW.previous_digest = '';
END IF;
NEW.at = clock_timestamp();
NEW.digest = encode(sha256(convert_to(concat_ws(E'\\x1f',
    NEW.previous_digest, NEW.position,
    to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    NEW.verb, NEW.subject_type, coalesce(NEW.subject_id::text, ''), coalesce(NEW.actor_id::text, ''), NEW.details::text
), 'UTF8')), 'hex');
RETURN NEW;
"""  # noqa: E501


class JournalEntry(models.Model):
    """One fact about one record: a verb, ids, never content, so that erasing a person keeps the chain whole."""

    position = models.PositiveBigIntegerField(_("position"), primary_key=True, db_default=0)
    at = models.DateTimeField(_("at"), db_default=Now())
    verb = models.CharField(_("verb"), max_length=80)
    subject_type = models.CharField(_("kind of record"), max_length=60, blank=True)
    subject_id = models.UUIDField(_("record"), null=True, blank=True)
    # Not a foreign key: the entry must outlive the account, and nothing may ever update it.
    actor_id = models.BigIntegerField(_("account"), null=True, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    previous_digest = models.CharField(max_length=64, db_default="")
    digest = models.CharField(_("digest"), max_length=64, db_default="")

    objects = RecordQuerySet.as_manager()

    data_class = DataClass.AUDIT

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-position"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="journal_subject")]
        triggers = [
            pgtrigger.Trigger(name="chain", when=pgtrigger.Before, operation=pgtrigger.Insert, func=CHAIN),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="no_truncate",
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'The journal is append-only';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.verb}"
