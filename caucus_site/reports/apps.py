from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "caucus_site.reports"
    label = "reports"

    def ready(self) -> None:
        from caucus_site.reports import safety, slots  # noqa: F401  (registers a last question before sending)

        # A timetable that says no hour stops the process at start, not on Monday morning.
        slots.weekly()
