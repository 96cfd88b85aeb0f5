"""Django's permission questions, answered from the table of data classes."""

from typing import Any

from django.apps import apps
from django.contrib.auth.backends import ModelBackend

from caucus_site.core.data_classes import Right
from caucus_site.core.principals import Principal

VERBS = {
    "view": Right.READ,
    "add": Right.WRITE,
    "change": Right.WRITE,
    "delete": Right.WRITE,
    "export": Right.EXPORT,
}


class RoleBackend(ModelBackend):
    """Signs in by e-mail and password; grants rights by role and data class, never by `is_superuser` or groups."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        try:
            app_label, codename = perm.split(".")
            verb, model_name = codename.split("_", 1)
            model = apps.get_model(app_label, model_name)
            right = VERBS[verb]
        except (ValueError, LookupError):
            return False
        data_class = getattr(model, "data_class", None)
        return data_class is not None and Principal.of(user_obj).may(right, data_class)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        principal = Principal.of(user_obj)
        return any(
            principal.may(Right.READ, model.data_class)
            for model in apps.get_app_config(app_label).get_models()
            if hasattr(model, "data_class")
        )
