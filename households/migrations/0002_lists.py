"""Lists of the field that change in time: exits (sheet 04 §4.6), refusals (§4.7), priority publics (sheet 03 §3.2)."""

from datetime import date
from typing import Any

from django.db import migrations

SINCE = date(2018, 11, 25)
"""The day from which these lists may be chosen: before any agreement of the programme (law of 23 November 2018)."""

LEAVES, STAYS, UNKNOWN = (True, False), (False, True), (False, False)
"""(leaves the dwelling, stays in the same dwelling)."""
LEASE_LOST = "Perte du bail"

EXITS = [
    # code, label, nature, effect on retention (decision 9), where they are, label outside the association
    ("objectif_atteint", "Objectifs atteints, autonomie dans le logement", "positive", "maintained", STAYS, ""),
    ("relais", "Relais vers le droit commun, dans son logement", "positive", "maintained", STAYS, ""),
    ("mutation", "Mutation ou relogement chez le bailleur", "positive", "maintained", LEAVES, ""),
    ("autre_logement", "Relogement dans un autre parc", "positive", "maintained", LEAVES, ""),
    ("logement_adapte", "Entrée en logement adapté", "positive", "maintained", LEAVES, ""),
    ("depart_choisi", "Départ choisi (couple, famille)", "neutral", "maintained", LEAVES, ""),
    (
        "etablissement",
        "Entrée en EHPAD ou en établissement médico-social",
        "neutral",
        "excluded",
        LEAVES,
        "Départ vers un autre lieu de vie",
    ),
    ("deces", "Décès", "neutral", "excluded", UNKNOWN, ""),
    ("fin_convention", "Fin de convention ou transfert", "neutral", "as_housed", UNKNOWN, ""),
    ("arret_menage", "Arrêt souhaité par le ménage, logement conservé", "neutral", "maintained", STAYS, ""),
    ("perdu_de_vue", "Perdu de vue", "negative", "lost", UNKNOWN, ""),
    ("conge_sans_relogement", "Congé donné sans solution de logement", "negative", "lost", LEAVES, ""),
    ("abandon_logement", "Abandon du logement", "negative", "lost", LEAVES, ""),
    ("expulsion", "Expulsion, ou départ sous menace d'expulsion", "negative", "lost", LEAVES, ""),
    ("bail_perdu_detention", "Perte du bail pendant une incarcération", "negative", "lost", LEAVES, LEASE_LOST),
    ("bail_perdu_hospitalisation", "Perte du bail pendant une hospitalisation", "negative", "lost", LEAVES, LEASE_LOST),
    ("rupture_preparation", "Rupture pendant la préparation", "before_housing", "excluded", UNKNOWN, ""),
    ("sans_attribution", "Fin sans attribution de logement", "before_housing", "excluded", UNKNOWN, ""),
]

REFUSALS = {
    "precal": [
        ("not_target", "Hors public du dispositif"),
        ("territory", "Hors territoire de la convention"),
        ("admin_rights", "Situation administrative ne permettant pas l'attribution"),
        ("needs_other_device", "Relève d'un autre dispositif"),
        ("household_wish", "Souhaite un logement accompagné ou un hébergement"),
        ("no_engagement", "N'adhère pas à l'accompagnement"),
        ("prior_debt_unresolved", "Dette antérieure sans plan d'apurement"),
        ("capacity", "Plus de place disponible"),
    ],
    "cal": [
        ("size", "Taille du logement inadaptée à la composition du ménage"),
        ("effort_rate", "Ressources insuffisantes au regard du loyer"),
        ("other_priority", "Ancienneté ou priorité d'un autre candidat"),
        ("social_mix", "Objectifs de mixité sociale du secteur (CCH L441-1)"),
        ("incomplete_file", "Dossier incomplet"),
        ("other", "Autre motif, écrit dans la notification"),
    ],
    "offer": [
        ("location", "Localisation"),
        ("typology", "Typologie"),
        ("rent", "Loyer et charges"),
        ("condition", "État du logement"),
        ("accessibility", "Étage ou accessibilité"),
        ("distance", "Éloignement de l'emploi, de l'école ou des soins"),
        ("neighbourhood", "Voisinage, sécurité"),
        ("other", "Autre"),
    ],
}

PUBLICS = [
    # code, reference, label, sensitive
    ("DALO", "CCH L441-2-3", "Reconnu prioritaire au titre du DALO", False),
    ("DISABILITY", "CCH L441-1 a", "En situation de handicap, ou ayant à charge une personne handicapée", True),
    ("ACT_LEAVER", "CCH L441-1 a bis", "Sortant d'un appartement de coordination thérapeutique", True),
    ("POORLY_HOUSED", "CCH L441-1 b", "Mal logé, défavorisé, difficultés particulières de logement", False),
    ("TEMPORARY_HOUSED", "CCH L441-1 c", "Hébergé ou logé temporairement (établissement, transition)", False),
    ("LONG_UNEMPLOYMENT", "CCH L441-1 d", "Reprend une activité après un chômage de longue durée", False),
    ("UNFIT_HOUSING", "CCH L441-1 e", "Exposé à une situation d'habitat indigne", False),
    ("DOMESTIC_VIOLENCE", "CCH L441-1 f", "Victime de violences au sein du couple ou d'un mariage forcé", True),
    ("SEXUAL_VIOLENCE", "CCH L441-1 g", "Victime de viol ou d'agression sexuelle au domicile ou à ses abords", True),
    ("LEAVING_PROSTITUTION", "CCH L441-1 h", "En parcours de sortie de la prostitution", True),
    ("TRAFFICKING", "CCH L441-1 i", "Victime de traite des êtres humains ou de proxénétisme", True),
    ("OVERCROWDED_CHILD", "CCH L441-1 j", "Enfant mineur à charge, logement suroccupé ou non décent", False),
    ("NO_HOUSING", "CCH L441-1 k", "Dépourvu de logement, y compris hébergé par des tiers", False),
    ("EVICTION_THREAT", "CCH L441-1 l", "Menacé d'expulsion sans relogement", False),
    ("CARE_LEAVER", "CCH L441-1 m", "Jeune de moins de 21 ans pris en charge avant sa majorité par l'ASE", True),
]
"""The sheet marks « m » as not sensitive; it reveals childhood protection, which decision 16 keeps inside."""


def load_exits(apps: Any, schema_editor: Any) -> None:
    ExitReason = apps.get_model("households", "ExitReason")
    for position, (code, label, nature, effect, (leaves, same), outside) in enumerate(EXITS, start=1):
        ExitReason.objects.using(schema_editor.connection.alias).update_or_create(
            code=code,
            defaults={
                "label": label,
                "outside_label": outside or label,
                "nature": nature,
                "effect": effect,
                "leaves_dwelling": leaves,
                "same_dwelling": same,
                "position": position,
            },
        )


def load_refusals(apps: Any, schema_editor: Any) -> None:
    RefusalReason = apps.get_model("households", "RefusalReason")
    for kind, reasons in REFUSALS.items():
        for position, (code, label) in enumerate(reasons, start=1):
            RefusalReason.objects.using(schema_editor.connection.alias).update_or_create(
                kind=kind, code=code, valid_from=SINCE, defaults={"label": label, "position": position}
            )


def load_publics(apps: Any, schema_editor: Any) -> None:
    PriorityPublic = apps.get_model("households", "PriorityPublic")
    for code, reference, label, sensitive in PUBLICS:
        PriorityPublic.objects.using(schema_editor.connection.alias).update_or_create(
            code=code,
            territory=None,
            valid_from=SINCE,
            defaults={"label": label, "legal_ref": reference, "sensitive": sensitive},
        )


class Migration(migrations.Migration):
    dependencies = [("households", "0001_initial")]
    operations = [
        migrations.RunPython(load_exits, migrations.RunPython.noop),
        migrations.RunPython(load_refusals, migrations.RunPython.noop),
        migrations.RunPython(load_publics, migrations.RunPython.noop),
    ]
