from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Rapports"

    def ready(self) -> None:
        from households.deadline_table import register_kinds
        from households.reminders import register_source
        from reporting.committee_reminders import KINDS, SOURCES

        register_kinds(*KINDS)
        for source in SOURCES:
            register_source(source)
