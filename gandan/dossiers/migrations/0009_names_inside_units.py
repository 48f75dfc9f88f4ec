"""Names found inside one's units by an index alone: the deciding unit and the turned name beside the folded one.

Every row is written anew, so the indexes go first and come back after it.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def _drop_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX dossiers_applicant_anywhere")


def _add_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX dossiers_applicant_anywhere ON dossiers_applicant "
            "USING gin (unit_id, folded_name gin_trgm_ops)"
        )


# Django gives SQLite `reverse`
FILL = """
UPDATE dossiers_applicant SET deciding_unit_id = dossier.deciding_unit_id, turned_name = reverse(folded_name)
FROM dossiers_dossier AS dossier WHERE dossier.applicant_id = dossiers_applicant.id
"""

BY_NUMBER = models.Index(fields=["id_number"], name="dossiers_applicant_number", condition=~Q(id_number=""))
BY_PHONE = models.Index(fields=["phone"], name="dossiers_applicant_phone", condition=~Q(phone=""))


def _unit(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to="organisation.unit", db_index=False, **more
    )


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0008_takeover_unit")]
    operations = [
        migrations.RunPython(_drop_trigrams, _add_trigrams),
        migrations.RemoveIndex("applicant", "dossiers_applicant_begins"),
        migrations.RemoveIndex("applicant", "dossiers_applicant_number"),
        migrations.RemoveIndex("applicant", "dossiers_applicant_phone"),
        migrations.RemoveIndex("dossier", "dossiers_from_elsewhere"),
        migrations.AlterField("applicant", "unit", _unit()),
        migrations.AddField("applicant", "deciding_unit", _unit(related_name="+", db_constraint=False, null=True)),
        migrations.AddField(
            "applicant",
            "turned_name",
            models.CharField(default="", editable=False, max_length=200),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("applicant", "deciding_unit", _unit(related_name="+", db_constraint=False)),
        *(
            migrations.AddIndex(
                "applicant",
                models.Index(
                    fields=[unit, name, "-id"],
                    name=f"dossiers_name_{road}_{end}",
                    opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
                ),
            )
            for unit, road in (("unit", "here"), ("deciding_unit", "decides"))
            for name, end in (("folded_name", "begins"), ("turned_name", "ends"))
        ),
        migrations.AddIndex("applicant", BY_NUMBER),
        migrations.AddIndex("applicant", BY_PHONE),
    ]
