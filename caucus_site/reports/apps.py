from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "caucus_site.reports"
    label = "reports"
