from django.apps import AppConfig


class AllocationsConfig(AppConfig):
    name = "allocations"
    verbose_name = "Attributions"

    def ready(self) -> None:
        from allocations import panels, possible_acts, reminders, todo, unpaid_reminders
        from households import acts_menu
        from households.todo import register_sections

        panels.register()
        acts_menu.register_acts(possible_acts.acts)
        register_sections(todo.sections)
        reminders.register()
        unpaid_reminders.register()
