"""The ten modules of the preparation notebook (sheet 06 §6.3)."""

from typing import Any

from django.db import migrations

MODULES = [
    ("droits_devoirs", "Droits et devoirs du locataire", "Bail, règlement, assurance, entretien"),
    ("budget", "Budget, loyer, APL et charges", "Reste à vivre, aides, paiement du loyer"),
    ("energie", "Énergie et eau", "Contrats, relevés, économies"),
    ("habiter", "Habiter en sécurité", "Entretien, aération, appareils, numéros utiles"),
    ("voisinage", "Voisinage et vie de l'immeuble", "Bruit, parties communes, gardien"),
    ("demarches", "Démarches", "CAF, impôts, changement d'adresse, droits"),
    ("cal", "La CAL : comment cela se passe", "Choisir une offre, la refuser, répondre à temps"),
    ("visite_quartier", "Visite du quartier ou d'un logement", "Commerces, transports, services"),
    ("installation", "S'installer", "Mobilier, FSL, état des lieux, déménagement"),
    ("projet", "Mon projet", "Ce que la personne veut pour la suite"),
]


def load(apps: Any, schema_editor: Any) -> None:
    PrepModule = apps.get_model("accompaniment", "PrepModule")
    for number, (code, label, content) in enumerate(MODULES, start=1):
        PrepModule.objects.using(schema_editor.connection.alias).update_or_create(
            code=code, defaults={"number": number, "label": label, "content": content}
        )


class Migration(migrations.Migration):
    dependencies = [("accompaniment", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
