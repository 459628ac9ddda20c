from django.db import migrations

import lodabord.kernel.fields


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0002_workbooks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="reportfile",
            name="format",
            field=lodabord.kernel.fields.EnumField(
                choices=[
                    ("pdf", "PDF"),
                    ("docx", "Texte à modifier (DOCX)"),
                    ("xlsx", "Tableur (XLSX)"),
                    ("csv", "Données (CSV)"),
                ],
                default="pdf",
                max_length=40,
                verbose_name="format",
            ),
        ),
    ]
