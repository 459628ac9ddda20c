from django.apps import AppConfig


class AccompanimentConfig(AppConfig):
    name = "accompaniment"
    verbose_name = "Accompagnement"

    def ready(self) -> None:
        from accompaniment import contacts, panels, possible_acts, reminders, todo
        from accompaniment.views import week
        from households import acts_menu
        from households.closing_checks import register_closing_check
        from households.todo import register_first_page, register_sections
        from lodabord.partners.roles import Role

        panels.register()
        acts_menu.register_acts(possible_acts.acts)
        register_sections(todo.sections)
        register_first_page(Role.ASSO_WORKER, week.show)
        register_closing_check(contacts.before_closing)
        reminders.register()
