from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "lodabord.partners"
    label = "partners"
    verbose_name = "Partenaires"
