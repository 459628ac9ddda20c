"""What must never be false of a passage before the CAL: the law, as constraints of the database."""

from django.db import models
from django.db.models import F, Q

CONSTRAINTS = [
    models.CheckConstraint(
        name="presentation_needs_a_unique_number",
        condition=~Q(request_number="") | Q(taken_over=True),
        violation_error_message="Sans numéro unique, aucune candidature ne passe en CAL (CCH L441-2-1).",
    ),
    models.CheckConstraint(
        name="presentation_with_its_note",
        condition=Q(note__isnull=False) | Q(taken_over=True),
        violation_error_message="Le passage en CAL s'appuie sur une note transmise.",
    ),
    models.CheckConstraint(
        name="presentation_rank_if_and_only_if_ranked",
        condition=Q(decision="b", rank__isnull=False, rank__gte=1) | (~Q(decision="b") & Q(rank__isnull=True)),
        violation_error_message="Le rang accompagne l'attribution par ordre de priorité, et elle seule : vérifiez-le.",
    ),
    models.CheckConstraint(
        name="presentation_condition_if_and_only_if_conditional",
        condition=(Q(decision="c") & ~Q(condition_document="") & Q(condition_deadline__isnull=False))
        | (~Q(decision="c") & Q(condition_document="", condition_deadline__isnull=True))
        | Q(taken_over=True),
        violation_error_message="La condition suspensive indique la pièce et son délai, et elle seule : vérifiez-les.",
    ),
    models.CheckConstraint(
        name="presentation_decided_with_a_decision",
        condition=(Q(state="decided") & ~Q(decision="")) | (~Q(state="decided") & Q(decision="")),
        violation_error_message="Un passage décidé porte une des cinq décisions de la commission.",
    ),
    models.CheckConstraint(
        name="presentation_refusal_says_why",
        condition=~Q(decision__in=["d", "e"]) | Q(motive__isnull=False) | Q(taken_over=True),
        violation_error_message="Une non-attribution est motivée par écrit (CCH L441-2-2) : choisissez le motif.",
    ),
    models.CheckConstraint(
        name="presentation_three_candidates_or_why",
        condition=Q(decision__in=["", "e"])
        | Q(candidates_count__isnull=False, candidates_count__gte=3)
        | ~Q(fewer_candidates="")
        | Q(taken_over=True),
        violation_error_message="Moins de trois candidats : indiquez l'exception (CCH R441-3).",
    ),
    models.UniqueConstraint(
        name="presentation_one_scheduled_per_case",
        fields=["case"],
        condition=Q(state="scheduled"),
        violation_error_message="Ce ménage est déjà inscrit à une CAL.",
    ),
    models.CheckConstraint(
        name="presentation_one_dwelling",
        condition=Q(dwelling__isnull=True) | Q(dwelling_reference=""),
        violation_error_message="Un passage porte un logement de la liste, ou une référence libre : pas les deux.",
    ),
    models.CheckConstraint(
        name="presentation_withdrawn_says_why",
        condition=~Q(state="withdrawn") | ~Q(withdrawal_reason="") | Q(taken_over=True),
        violation_error_message="Un retrait de l'ordre du jour indique son motif.",
    ),
    models.CheckConstraint(
        name="presentation_notified_after_the_commission",
        condition=Q(notified_on__isnull=True) | Q(notified_on__gte=F("cal_on")) | Q(taken_over=True),
        violation_error_message="Une décision se notifie le jour de la commission ou après.",
    ),
    models.CheckConstraint(
        name="presentation_condition_after_the_commission",
        condition=Q(condition_deadline__isnull=True) | Q(condition_deadline__gte=F("cal_on")) | Q(taken_over=True),
        violation_error_message="La pièce s'attend après la commission : vérifiez le délai.",
    ),
    models.CheckConstraint(
        name="presentation_effect_of_its_decision",
        condition=(Q(effect="none", effective_on__isnull=True))
        | Q(effect="pending", decision__in=["b", "c"], effective_on__isnull=True)
        | Q(effect="effective", decision__in=["a", "b", "c"], effective_on__gte=F("cal_on"))
        | Q(taken_over=True),
        violation_error_message="Seule une attribution prend effet, le jour de la commission ou après.",
    ),
]
