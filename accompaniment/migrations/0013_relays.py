"""The directory of relays, their kinds, and what is asked of them for households."""

import uuid
from typing import Any

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import lodabord.kernel.fields

KINDS = [
    ("service_social", "Service social de secteur", False),
    ("ccas", "CCAS", False),
    ("fsl", "FSL et aides financières", False),
    ("budget", "Budget et surendettement", False),
    ("alimentaire", "Aide alimentaire et mobilier", False),
    ("energie", "Énergie", False),
    ("logement", "Accompagnement au logement (AVDL, ADIL)", False),
    ("justice", "Accès au droit", False),
    ("emploi", "Emploi et formation", False),
    ("parentalite", "Enfance et parentalité", False),
    ("lien_social", "Lien social, loisirs, bénévolat", False),
    ("langue", "Langue et interprétariat", False),
    ("sante_medecin", "Médecin, centre de santé", True),
    ("sante_droits", "Accès aux soins (PASS, CPAM)", True),
    ("sante_cmp", "Psychiatrie (CMP, équipe mobile)", True),
    ("sante_addictologie", "Addictologie (CSAPA, CAARUD)", True),
    ("sante_handicap", "Handicap (MDPH, SAVS, SAMSAH)", True),
    ("sante_domicile", "Soins et aide à domicile", True),
    ("autre", "Autre", False),
]
"""Code, label, whether it tells of health (grouped in R1)."""


def load(apps: Any, schema_editor: Any) -> None:
    RelayKind = apps.get_model("accompaniment", "RelayKind")
    for position, (code, label, health) in enumerate(KINDS, start=1):
        RelayKind.objects.using(schema_editor.connection.alias).update_or_create(
            code=code, defaults={"label": label, "health": health, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("accompaniment", "0012_visas_by_delegation"),
        ("households", "0011_kept"),
        ("partners", "0004_accompaniment_limits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RelayKind",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name="code")),
                ("label", models.CharField(max_length=120, verbose_name="libellé")),
                ("health", models.BooleanField(default=False, verbose_name="touche à la santé")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                ("active", models.BooleanField(default=True, verbose_name="proposé")),
            ],
            options={
                "verbose_name": "type de relais",
                "verbose_name_plural": "types de relais",
                "ordering": ["position", "label"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code__startswith", "sante_"), ("health", True)),
                            models.Q(("health", False), models.Q(("code__startswith", "sante_"), _negated=True)),
                            _connector="OR",
                        ),
                        name="relay_kind_code_tells_health",
                        violation_error_message="Le code d'un type qui touche à la santé commence par « sante_ », et lui seul.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Relay",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("service", models.CharField(max_length=120, verbose_name="service")),
                ("does", models.CharField(blank=True, max_length=300, verbose_name="ce qu'il fait")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="téléphone")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="adresse")),
                ("hours", models.CharField(blank=True, max_length=160, verbose_name="horaires")),
                ("territory", models.CharField(blank=True, max_length=160, verbose_name="secteur couvert")),
                ("updated_on", models.DateField(editable=False, verbose_name="à jour au")),
                ("archived_on", models.DateField(editable=False, null=True, verbose_name="archivé le")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="partners.agreement",
                        verbose_name="convention",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mis à jour par",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accompaniment.relaykind",
                        verbose_name="type de relais",
                    ),
                ),
            ],
            options={
                "verbose_name": "relais",
                "verbose_name_plural": "annuaire des relais",
                "ordering": ["kind", "service"],
            },
        ),
        migrations.CreateModel(
            name="HealthRelayRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le"),
                ),
                ("taken_over", models.BooleanField(default=False, editable=False, verbose_name="repris")),
                ("service", models.CharField(blank=True, max_length=120, verbose_name="service")),
                ("what_for", models.TextField(max_length=600, verbose_name="ce qui est attendu")),
                ("asked_on", models.DateField(verbose_name="demandé le")),
                ("agreed_on", models.DateField(null=True, verbose_name="accord de la personne donné le")),
                ("chased_on", models.DateField(editable=False, null=True, verbose_name="relancé le")),
                (
                    "state",
                    lodabord.kernel.fields.EnumField(
                        choices=[
                            ("demande", "Demandé"),
                            ("obtenu", "Obtenu"),
                            ("refuse", "Refusé par le service"),
                            ("sans_reponse", "Resté sans réponse"),
                            ("abandonne", "Abandonné par le ménage"),
                        ],
                        default="demande",
                        editable=False,
                        max_length=40,
                        verbose_name="suite",
                    ),
                ),
                ("effective_on", models.DateField(editable=False, null=True, verbose_name="effectif depuis le")),
                ("answered_on", models.DateField(editable=False, null=True, verbose_name="réponse du")),
                (
                    "outcome",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="ce qui en a été dit"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="households.case",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saisi par",
                    ),
                ),
                (
                    "relay",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="accompaniment.relay",
                        verbose_name="relais de l'annuaire",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accompaniment.relaykind",
                        verbose_name="type de relais",
                    ),
                ),
            ],
            options={
                "verbose_name": "relais de santé demandé",
                "verbose_name_plural": "relais de santé demandés",
                "ordering": ["-asked_on", "-created_at"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RelayRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saisi le"),
                ),
                ("taken_over", models.BooleanField(default=False, editable=False, verbose_name="repris")),
                ("service", models.CharField(blank=True, max_length=120, verbose_name="service")),
                ("what_for", models.TextField(max_length=600, verbose_name="ce qui est attendu")),
                ("asked_on", models.DateField(verbose_name="demandé le")),
                ("agreed_on", models.DateField(null=True, verbose_name="accord de la personne donné le")),
                ("chased_on", models.DateField(editable=False, null=True, verbose_name="relancé le")),
                (
                    "state",
                    lodabord.kernel.fields.EnumField(
                        choices=[
                            ("demande", "Demandé"),
                            ("obtenu", "Obtenu"),
                            ("refuse", "Refusé par le service"),
                            ("sans_reponse", "Resté sans réponse"),
                            ("abandonne", "Abandonné par le ménage"),
                        ],
                        default="demande",
                        editable=False,
                        max_length=40,
                        verbose_name="suite",
                    ),
                ),
                ("effective_on", models.DateField(editable=False, null=True, verbose_name="effectif depuis le")),
                ("answered_on", models.DateField(editable=False, null=True, verbose_name="réponse du")),
                (
                    "outcome",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="ce qui en a été dit"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="households.case",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saisi par",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accompaniment.relaykind",
                        verbose_name="type de relais",
                    ),
                ),
                (
                    "relay",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="accompaniment.relay",
                        verbose_name="relais de l'annuaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "relais demandé",
                "verbose_name_plural": "relais demandés",
                "ordering": ["-asked_on", "-created_at"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="relay",
            constraint=models.UniqueConstraint(
                condition=models.Q(("archived_on__isnull", True)),
                fields=("agreement", "service", "kind"),
                name="relay_once_in_the_directory",
                violation_error_message="Ce service est déjà dans l'annuaire, pour ce type de relais.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relay",
            constraint=models.CheckConstraint(
                condition=models.Q(("service", ""), _negated=True),
                name="relay_has_a_name",
                violation_error_message="Un relais porte le nom d'un service.",
            ),
        ),
        migrations.AddIndex(
            model_name="healthrelayrequest",
            index=models.Index(fields=["case", "asked_on"], name="healthrelayrequest_case"),
        ),
        migrations.AddConstraint(
            model_name="healthrelayrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("relay__isnull", False),
                    models.Q(("service", ""), _negated=True),
                    ("taken_over", True),
                    _connector="OR",
                ),
                name="healthrelayrequest_names_a_service",
                violation_error_message="Choisissez un relais de l'annuaire, ou écrivez le nom du service.",
            ),
        ),
        migrations.AddConstraint(
            model_name="healthrelayrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed_on__isnull", False), ("taken_over", True), _connector="OR"),
                name="healthrelayrequest_the_person_agreed",
                violation_error_message="Indiquez quand la personne a donné son accord à cette demande.",
            ),
        ),
        migrations.AddConstraint(
            model_name="healthrelayrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "obtenu"), ("answered_on__isnull", True), ("effective_on__isnull", False)),
                    models.Q(("state", "demande"), ("answered_on__isnull", True), ("effective_on__isnull", True)),
                    models.Q(
                        ("state__in", ["refuse", "sans_reponse", "abandonne"]),
                        ("effective_on__isnull", True),
                        ("answered_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="healthrelayrequest_obtained_is_effective",
                violation_error_message="Un relais obtenu dit depuis quand il est effectif ; une autre suite dit son jour.",
            ),
        ),
        migrations.AddConstraint(
            model_name="healthrelayrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_on__isnull", True), ("effective_on__gte", models.F("asked_on")), _connector="OR"
                ),
                name="healthrelayrequest_dates_follow",
                violation_error_message="Un relais est effectif au plus tôt le jour où il a été demandé.",
            ),
        ),
        migrations.AddConstraint(
            model_name="healthrelayrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.StartsWith(
                        django.db.models.functions.comparison.Cast("kind", models.CharField()), models.Value("sante_")
                    )
                ),
                name="health_relay_request_is_of_health",
                violation_error_message="Ce type de relais ne touche pas à la santé : il se note avec les autres.",
            ),
        ),
        migrations.AddIndex(
            model_name="relayrequest",
            index=models.Index(fields=["case", "asked_on"], name="relayrequest_case"),
        ),
        migrations.AddConstraint(
            model_name="relayrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("relay__isnull", False),
                    models.Q(("service", ""), _negated=True),
                    ("taken_over", True),
                    _connector="OR",
                ),
                name="relayrequest_names_a_service",
                violation_error_message="Choisissez un relais de l'annuaire, ou écrivez le nom du service.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relayrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed_on__isnull", False), ("taken_over", True), _connector="OR"),
                name="relayrequest_the_person_agreed",
                violation_error_message="Indiquez quand la personne a donné son accord à cette demande.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relayrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "obtenu"), ("answered_on__isnull", True), ("effective_on__isnull", False)),
                    models.Q(("state", "demande"), ("answered_on__isnull", True), ("effective_on__isnull", True)),
                    models.Q(
                        ("state__in", ["refuse", "sans_reponse", "abandonne"]),
                        ("effective_on__isnull", True),
                        ("answered_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="relayrequest_obtained_is_effective",
                violation_error_message="Un relais obtenu dit depuis quand il est effectif ; une autre suite dit son jour.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relayrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_on__isnull", True), ("effective_on__gte", models.F("asked_on")), _connector="OR"
                ),
                name="relayrequest_dates_follow",
                violation_error_message="Un relais est effectif au plus tôt le jour où il a été demandé.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relayrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.StartsWith(
                        django.db.models.functions.comparison.Cast("kind", models.CharField()), models.Value("sante_")
                    ),
                    _negated=True,
                ),
                name="relay_request_tells_no_health",
                violation_error_message="Un relais de santé se note à part, sous les droits des données de santé.",
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
