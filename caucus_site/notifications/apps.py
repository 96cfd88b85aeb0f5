from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "caucus_site.notifications"
    label = "notifications"

    def ready(self) -> None:
        from caucus_site.notifications import objections, reactions  # noqa: F401  (they register themselves)
