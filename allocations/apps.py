from django.apps import AppConfig


class AllocationsConfig(AppConfig):
    name = "allocations"
    verbose_name = "Attributions"

    def ready(self) -> None:
        from allocations import needs, panels, possible_acts, reminders, todo
        from households import acts_menu
        from households.followers import register_follower
        from households.todo import register_sections

        panels.register()
        acts_menu.register_acts(possible_acts.acts)
        register_sections(todo.sections)
        reminders.register()
        register_follower(needs.keep_in_step)
