from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "caucus_site.core"
    label = "core"

    def ready(self) -> None:
        # Whoever rings for the worker needs the application that says where it is.
        from caucus_site import celery  # noqa: F401
