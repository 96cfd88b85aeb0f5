from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "caucus_site.notifications"
    label = "notifications"
