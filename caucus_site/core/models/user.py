"""Accounts. Who somebody is lives in `members.Person`, which may point at an account."""

from typing import Any, ClassVar, Self

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from caucus_site.core import history
from caucus_site.core.codes import check_codes
from caucus_site.core.data_classes import DataClass, Duty, Role
from caucus_site.core.models.record import Record, RecordQuerySet
from caucus_site.core.principals import Principal


class UserQuerySet(RecordQuerySet):
    def visible_to(self, who: Any) -> Self:
        principal = Principal.of(who)
        everybody = super().visible_to(principal)
        if principal.is_secretariat:
            return everybody.exclude(role=Role.SUPERADMIN)
        if principal.is_signed_in:
            return everybody | self.filter(pk=principal.user_id)
        return everybody


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> "User":
        """An account that runs the system. It is not `is_superuser`: that flag would open every file."""
        return self.create_user(email, password, **{"role": Role.SUPERADMIN, **facts})

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").lower())


@history.tracked
class User(Record, AbstractBaseUser, PermissionsMixin):
    """An account that signs in by e-mail. Its rights follow from role, duties, chapters and mandates on the day."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("This address already has an account.")},
    )
    full_name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    duties = ArrayField(
        models.CharField(max_length=20, choices=Duty.choices),
        verbose_name=_("extra duties"),
        default=list,
        blank=True,
        help_text=_(
            "Finance officers see donors and amounts. Case officers are told first when a member is in danger."
        ),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switch off instead of deleting: what the account did stays explained.")
    )
    language = models.CharField(_("language"), max_length=12, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")

    objects: ClassVar[Any] = UserManager()

    data_class = DataClass.ACCOUNTS
    history_leaves_out = ("password", "last_login")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta(Record.Meta):
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(
                name="addresses_are_kept_in_lower_case",
                condition=Q(email=Lower("email")),
                violation_error_message=_("The address must be written in lower case."),
            ),
            models.CheckConstraint(
                name="duties_are_for_the_secretariat",
                condition=Q(role=Role.SECRETARIAT) | Q(duties=[]),
                violation_error_message=_("Only secretariat staff have extra duties."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def is_staff(self) -> bool:
        """Whether the admin's door is open at all."""
        return self.role in {Role.SUPERADMIN, Role.SECRETARIAT}

    # Django's own answer is True for `is_superuser` without asking; here only the table of rights is asked.

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return any(backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm"))

    def has_module_perms(self, app_label: str) -> bool:
        return any(
            backend.has_module_perms(self, app_label)
            for backend in get_backends()
            if hasattr(backend, "has_module_perms")
        )

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0] if self.full_name else self.email

    def clean(self) -> None:
        super().clean()
        check_codes(language=self.language, time_zone=self.time_zone)
        self.email = type(self).objects.normalize_email(self.email).lower()
        if self.duties and self.role != Role.SECRETARIAT:
            raise ValidationError({"duties": __("Only secretariat staff have extra duties.")})
