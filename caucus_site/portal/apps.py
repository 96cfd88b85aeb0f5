from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "caucus_site.portal"
    label = "portal"
