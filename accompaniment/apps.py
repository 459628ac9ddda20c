from django.apps import AppConfig


class AccompanimentConfig(AppConfig):
    name = "accompaniment"
    verbose_name = "Accompagnement"

    def ready(self) -> None:
        from django.urls import reverse

        from accompaniment import contacts, panels, planning, possible_acts, reminders, todo
        from accompaniment.danger import register_danger_page
        from accompaniment.views import week
        from households import acts_menu
        from households.closing_checks import register_closing_check
        from households.handovers import register_handover
        from households.todo import register_first_page, register_sections
        from lodabord.partners.roles import Role

        panels.register()
        acts_menu.register_acts(possible_acts.acts)
        register_sections(todo.sections)
        register_first_page(Role.ASSO_WORKER, week.show)
        register_closing_check(contacts.before_closing)
        register_danger_page(lambda case: reverse("accompaniment:danger", args=[case.pk]))
        register_handover(planning.when_handed_over)
        reminders.register()
