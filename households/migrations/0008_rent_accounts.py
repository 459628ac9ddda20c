"""The lease references already given by the reports become rent accounts, where one open case alone has them."""

from django.db import migrations

BARE = "ALTER TABLE households_{table} NO FORCE ROW LEVEL SECURITY"
FORCED = "ALTER TABLE households_{table} FORCE ROW LEVEL SECURITY"
TABLES = ("case", "report")
FILL = """
INSERT INTO households_rentaccount (id, case_id, created_at, created_by_id, taken_over, reference)
SELECT gen_random_uuid(), told.case_id, told.created_at, told.created_by_id, false, told.reference FROM (
    SELECT r.case_id, r.created_at, r.created_by_id, upper(regexp_replace(r.tenant_ref, '\\s', '', 'g')) AS reference,
           count(*) OVER (PARTITION BY c.agreement_id, upper(regexp_replace(r.tenant_ref, '\\s', '', 'g'))) AS holders
      FROM households_report AS r JOIN households_case AS c ON c.id = r.case_id
     WHERE c.state <> 'closed' AND regexp_replace(r.tenant_ref, '\\s', '', 'g') <> ''
) AS told WHERE told.holders = 1
"""


class Migration(migrations.Migration):
    """The owner itself is under the row policies: it lifts them for its own reading, then puts them back."""

    dependencies = [("households", "0007_retention_in_depth")]
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
