"""Which of many accounts may see one record: `visible_to` asked from the other side."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import IntegerField, Value

from caucus_site.core.models import User
from caucus_site.core.principals import PUBLIC, Principal

AT_ONCE = 50
# No account has this number: with it a principal sees what its role sees, and nothing of its own.
NOBODY = 0


def among(model: Any, key: int, accounts: Iterable[User]) -> set[int]:
    """The keys of those accounts who may see the record of this key now.

    One query when everybody may; one more for whole roles; then one for every fifty accounts that are left. Signing in
    only ever widens what a role sees, so what is open to the role is open to each of its accounts.
    """
    accounts = list(accounts)
    if not accounts or _seen_by(model, key, [(0, PUBLIC)]):
        return {account.pk for account in accounts}
    of_role: dict[Principal, list[int]] = defaultdict(list)
    for account in accounts:
        of_role[_role_of(account)].append(account.pk)
    open_to = _seen_by(model, key, list(enumerate(of_role)))
    seen = {key for number, keys in enumerate(of_role.values()) if number in open_to for key in keys}
    rest = [(account.pk, Principal.of(account)) for account in accounts if account.pk not in seen]
    for first in range(0, len(rest), AT_ONCE):
        seen |= _seen_by(model, key, rest[first : first + AT_ONCE])
    return seen


def _role_of(account: User) -> Principal:
    principal = Principal.of(account)
    return Principal(user_id=NOBODY, role=principal.role, duties=principal.duties, day=principal.day)


def _seen_by(model: Any, key: int, principals: list[tuple[int, Principal]]) -> set[int]:
    """The numbers of those principals who see the record, in one query."""
    first, *others = [
        model._default_manager.visible_to(principal)
        .filter(pk=key)
        .order_by()
        .annotate(reader=Value(number, output_field=IntegerField()))
        .values_list("reader", flat=True)
        for number, principal in principals
    ]
    return set(first.union(*others, all=True) if others else first)
