"""`send_reminders [--at ISO-DATETIME]`: one tick of the reminders, the very code that Celery calls."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.utils import timezone

from households import reminders
from lodabord.management.base import Erreur, OperatorCommand


def instant(told: str) -> datetime:
    """An instant typed by the operator, in the programme's time zone unless it says otherwise."""
    try:
        read = datetime.fromisoformat(told)
    except ValueError:
        raise Erreur(f"« {told} » n'est pas un instant : écrivez par exemple 2026-01-05T08:00.") from None
    return timezone.make_aware(read) if timezone.is_naive(read) else read


class Command(OperatorCommand):
    help = "Inscrit les rappels dus et envoie les courriels en attente."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", metavar="INSTANT", default="", help="l'instant du passage (par défaut : maintenant)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sent = reminders.tick(instant(options["at"]) if options["at"] else timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Courriels envoyés : {sent}.")
