"""A form posted twice makes one record."""

from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction

from caucus_site.core.models import SubmittedForm


class AlreadyTaken(Exception):
    """The form was taken before; nothing of this post may be kept."""


def take(token: UUID | None) -> None:
    """Use up the form's token. Inside the transaction that does what the form asks for."""
    if token is None:
        return
    try:
        with transaction.atomic():
            SubmittedForm.objects.create(token=token)
    except IntegrityError:
        raise AlreadyTaken from None


def made(token: UUID | None, record: models.Model) -> None:
    """Note what the form made."""
    if token is None:
        return
    SubmittedForm.objects.filter(token=token).update(
        subject_type=ContentType.objects.get_for_model(record), subject_id=record.pk
    )
