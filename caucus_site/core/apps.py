from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "caucus_site.core"
    label = "core"
