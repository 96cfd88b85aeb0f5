from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "caucus_site.api"
    label = "api"
