"""What a profile says beyond facts: a life in words, and pages elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.data_classes import DataClass
from caucus_site.core.models import Record
from members.models.people import LANGUAGE_CODE, OfAPersonQuerySet, Person


@history.tracked
class Biography(Record):
    """A person's life in one language, as anybody may read it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="biographies", verbose_name=_("person"))
    language = models.CharField(_("language"), max_length=35, default="en", validators=[LANGUAGE_CODE])
    text = models.TextField(_("text"), help_text=_("Public. No whereabouts, no family, nothing that endangers."))

    objects = OfAPersonQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Record.Meta):
        verbose_name = _("biography")
        verbose_name_plural = _("biographies")
        ordering = ["person", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "language"],
                name="one_biography_in_each_language",
                violation_error_message=_("There is already a biography in this language."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.language})"


@history.tracked
class PersonLink(Record):
    """A page elsewhere about, or of, the person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="links", verbose_name=_("person"))
    url = models.URLField(_("address"), max_length=1000)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = OfAPersonQuerySet.as_manager()

    data_class = DataClass.PUBLIC_PROFILE

    class Meta(Record.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "url"],
                name="a_link_is_listed_once",
                violation_error_message=_("This link is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return self.url
