"""The kinds of prescriber (sheet 04 §4.4, codes of the workbook), with those whose very name reveals something."""

from typing import Any

from django.db import migrations

PLAIN, REVEALS = False, True
TYPES = [
    ("siao", "SIAO ou coordination de l'accueil", PLAIN),
    ("115", "115, Samu social", PLAIN),
    ("hebergement_urgence", "Hébergement d'urgence", PLAIN),
    ("chrs", "CHRS", PLAIN),
    ("accueil_jour", "Accueil de jour, maraude", PLAIN),
    ("ccas", "CCAS", PLAIN),
    ("service_social", "Service social départemental", PLAIN),
    ("sante", "Établissement de santé, psychiatrie", REVEALS),
    ("spip", "Justice, SPIP", REVEALS),
    ("ase", "Aide sociale à l'enfance", REVEALS),
    ("association", "Association logement", PLAIN),
    ("bailleur", "Bailleur", PLAIN),
    ("autre", "Autre", PLAIN),
]


def load(apps: Any, schema_editor: Any) -> None:
    PrescriberType = apps.get_model("partners", "PrescriberType")
    for position, (code, label, reveals) in enumerate(TYPES, start=1):
        PrescriberType.objects.using(schema_editor.connection.alias).update_or_create(
            code=code, defaults={"label": label, "reveals": reveals, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
