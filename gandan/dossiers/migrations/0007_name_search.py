"""Names found quickly: from their beginning by a btree, anywhere in them (PostgreSQL) by trigrams inside a unit."""

from django.db import migrations, models


def _add_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # both extensions are trusted: the owner of the database may create them
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
        schema_editor.execute(
            "CREATE INDEX dossiers_applicant_anywhere ON dossiers_applicant "
            "USING gin (unit_id, folded_name gin_trgm_ops)"
        )


def _remove_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX dossiers_applicant_anywhere")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0006_passages")]
    operations = [
        migrations.RemoveIndex(model_name="applicant", name="dossiers_applicant_name"),
        migrations.AddIndex(
            model_name="applicant",
            index=models.Index(
                fields=["unit", "folded_name"],
                name="dossiers_applicant_begins",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["deciding_unit", "receiving_unit"], name="dossiers_from_elsewhere"),
        ),
        migrations.RunPython(_add_trigrams, _remove_trigrams),
    ]
