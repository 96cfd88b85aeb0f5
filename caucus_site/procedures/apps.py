from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "caucus_site.procedures"
    label = "procedures"
