"""Who asks: an account, or nobody, on a day."""

import datetime
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.timezone import localdate

from caucus_site.core.data_classes import DUTY_RIGHTS, RIGHTS, DataClass, Right, Role


@dataclass(frozen=True)
class Principal:
    """The one argument of every `visible_to`. `user_id` is None for the public and for partner systems.

    A visitor must never match rows whose account is NULL: compare with `user_id` only after `is_signed_in`. A partner
    system has a `client_id` and the `scopes` of its key: they cut what its role would see, and never add to it.
    """

    user_id: int | None = None
    role: str = Role.PUBLIC
    duties: frozenset[str] = frozenset()
    client_id: int | None = None
    scopes: frozenset[str] = frozenset()
    day: datetime.date = field(default_factory=localdate)

    @classmethod
    def of(cls, who: Any) -> Self:
        """The principal for an account, an anonymous visitor (or None), or a principal as it stands.

        Whoever is neither, such as a partner's key, says itself what it is: `as_principal()`.
        """
        if isinstance(who, cls):
            return who
        if hasattr(who, "as_principal"):
            return who.as_principal()
        if who is None or not who.is_authenticated or not who.is_active:
            return cls()
        return cls(user_id=who.pk, role=who.role, duties=frozenset(who.duties))

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_secretariat(self) -> bool:
        return self.role == Role.SECRETARIAT

    def may(self, right: Right, data_class: DataClass) -> bool:
        """Whether the role or a duty grants the right over the class as a whole."""
        if right in RIGHTS.get(self.role, {}).get(data_class, frozenset()):
            return True
        if not self.is_secretariat:
            return False
        return any(right in DUTY_RIGHTS.get(duty, {}).get(data_class, frozenset()) for duty in self.duties)


PUBLIC = Principal()
