from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "caucus_site.portal"
    label = "portal"

    def ready(self) -> None:
        from caucus_site.core import rotation
        from caucus_site.portal import second_factors

        rotation.seals_elsewhere.append(second_factors.reseal)
