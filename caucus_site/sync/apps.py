from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "caucus_site.sync"
    label = "sync"
