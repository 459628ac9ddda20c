from django.apps import AppConfig
from django.urls import reverse


class AllocationsConfig(AppConfig):
    name = "allocations"
    verbose_name = "Attributions"

    def ready(self) -> None:
        from allocations import needs, panels, possible_acts, reminders, todo, unpaid_reminders
        from households import acts_menu, transmitted
        from households.followers import register_follower
        from households.models import Transmission
        from households.todo import register_sections

        panels.register()
        acts_menu.register_acts(possible_acts.acts)
        register_sections(todo.sections)
        reminders.register()
        note, answer = Transmission.Kind.CAL_NOTE, Transmission.Kind.NOTE_ANSWER
        transmitted.register_page(note, lambda sent: reverse("allocations:note", args=[sent.pk]))
        transmitted.register_page(answer, lambda sent: reverse("allocations:note", args=[sent.content["note"]]))
        register_follower(needs.keep_in_step)
        unpaid_reminders.register()
