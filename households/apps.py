from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = "Ménages"

    def ready(self) -> None:
        from households import (
            acts_menu,
            home_acts,
            home_drafts,
            home_panels,
            home_reinforced,
            home_stalled,
            strips,
            todo,
        )

        home_panels.register()
        acts_menu.register_acts(home_acts.acts)
        acts_menu.register_acts(home_reinforced.acts)
        strips.register_strip(home_reinforced.STRIP)
        todo.register_sections(home_acts.sections)
        todo.register_sections(home_stalled.sections)
        todo.register_sections(home_reinforced.sections)
        todo.register_sections(home_drafts.sections)
