from django.apps import AppConfig


class AccompanimentConfig(AppConfig):
    name = "accompaniment"
    verbose_name = "Accompagnement"

    def ready(self) -> None:
        from accompaniment import note_todo, panels, possible_acts, reminders, todo, todo_partners
        from households import acts_menu
        from households.todo import register_sections

        panels.register()
        acts_menu.register_acts(possible_acts.acts)
        register_sections(todo.sections)
        register_sections(note_todo.sections)
        register_sections(todo_partners.sections)
        reminders.register()
