"""Each passage already there belongs to a sitting of its day: the calendar is filled from them."""

from django.db import migrations

BARE = "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
FORCED = "ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
TABLES = ("households_case", "allocations_calpresentation")
FILL = """
INSERT INTO allocations_calsitting (id, agreement_id, "on", place, state, change_reason)
SELECT gen_random_uuid(), days.agreement_id, days.cal_on, '', 'planned', ''
  FROM (SELECT DISTINCT c.agreement_id, p.cal_on
          FROM allocations_calpresentation AS p JOIN households_case AS c ON c.id = p.case_id) AS days
 WHERE NOT EXISTS (SELECT 1 FROM allocations_calsitting AS s
                    WHERE s.agreement_id = days.agreement_id AND s."on" = days.cal_on AND s.state = 'planned')
"""


class Migration(migrations.Migration):
    """The owner itself is under the row policies: it lifts them to read, then puts them back."""

    dependencies = [("allocations", "0002_cal_file_and_sittings")]
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
