"""What the operator's commands share: every refusal is a French sentence, status 1, never a traceback."""

from django.core.management.base import BaseCommand, CommandError


class Erreur(CommandError):
    """Printed by Django as « Erreur: … », one line per thing to correct."""


class OperatorCommand(BaseCommand):
    """A command whose input is checked whole before anything is written."""

    def refuse_if(self, errors: list[str]) -> None:
        """Stop with all the errors at once, or go on when there is none."""
        if errors:
            raise Erreur("\n".join(errors))
