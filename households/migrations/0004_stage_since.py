"""Since when each case already there stands at its stage: its last move, else its latest clock."""

from django.db import migrations

BARE = "ALTER TABLE households_{table} NO FORCE ROW LEVEL SECURITY"
FORCED = "ALTER TABLE households_{table} FORCE ROW LEVEL SECURITY"
TABLES = ("case", "event")
FILL = """
UPDATE households_case AS c SET stage_since = coalesce(
    (SELECT max(e.at AT TIME ZONE 'Europe/Paris')::date FROM households_event AS e
      WHERE e.case_id = c.id AND e.action = 'case.' || c.state),
    greatest(c.opened_on, c.prediagnosed_on, c.precal_accepted_on, c.prep_started_on, c.cal_ready_on,
             c.awarded_on, c.moved_in_on, c.assessed_on, c.accepted_on, c.met_on, c.measure_started_on, c.closed_on))
 WHERE c.stage_since IS NULL
"""


class Migration(migrations.Migration):
    """The owner itself is under the row policies: it lifts them for its own update, then puts them back."""

    dependencies = [("households", "0003_between_partners")]
    operations = [
        migrations.RunSQL(
            [
                *(BARE.format(table=one) for one in TABLES),
                FILL,
                "SET CONSTRAINTS ALL IMMEDIATE",
                *(FORCED.format(table=one) for one in TABLES),
            ],
            migrations.RunSQL.noop,
        )
    ]
