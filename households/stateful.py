"""Records whose state changes only along a table of moves."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class MoveRefused(Exception):
    """The act is not possible now. The message is written for the person who tried it."""


class Outdated(MoveRefused):
    """Somebody else changed the same text since this page was opened: both are shown, nothing is overwritten."""

    def __init__(self, *, who: str, theirs: dict[str, str], revision: int) -> None:
        """`who`: « Inès Fontaine a modifié »; `theirs`: label → what it says now; `revision`: the one to answer from."""
        super().__init__(
            f"{who} ce texte depuis que vous avez ouvert la page. Rien n'est perdu : votre saisie est dans le "
            "formulaire, l'autre texte est au-dessus. Gardez ce qu'il faut des deux, puis enregistrez de nouveau."
        )
        self.theirs = theirs
        self.revision = revision


class Stateful(models.Model):
    """A record with a `state` that only `_move` writes, and an event for each move."""

    MOVES: ClassVar[dict[str, frozenset[str]]] = {}

    class Meta:
        abstract = True

    def can_move(self, to: str) -> bool:
        """Whether the table of moves allows it from here."""
        return to in self.MOVES.get(self.state, frozenset())  # type: ignore[attr-defined]

    def _move(self, to: str, *, by: "Professional | None", **facts: Any) -> None:
        """Compare and swap: of two people acting at once the second gets a sentence, not a silent overwrite."""
        from households.models.event import Event

        if not self.can_move(to):
            raise MoveRefused(
                f"Étape impossible : la situation est déjà « {self.get_state_display()} »."  # type: ignore[attr-defined]
            )
        with transaction.atomic():
            here = type(self)._base_manager.filter(pk=self.pk, state=self.state)  # type: ignore[attr-defined,has-type]
            if not here.update(state=to, **facts):
                raise MoveRefused("Un collègue vient de modifier ce dossier. Rechargez la page.")
            before = self.state  # type: ignore[attr-defined,has-type]
            self.state = to
            for name, value in facts.items():
                setattr(self, name, value)
            Event.record(self, f"{self._meta.model_name}.{to}", by=by, facts={"from": before, **facts})
