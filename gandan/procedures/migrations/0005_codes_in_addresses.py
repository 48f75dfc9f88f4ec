"""Rows that addresses name get a code of their own: numbers inside stay inside."""

from django.db import migrations, models

from gandan.lib.codes import public_code

MODELS = ("overlay",)


def give_codes(apps, schema_editor):
    for name in MODELS:
        model = apps.get_model("procedures", name)
        rows = list(model.objects.only("pk"))
        for row in rows:
            row.code = public_code()
        model.objects.bulk_update(rows, ["code"], batch_size=500)


def watch_again(apps, schema_editor):
    """SQLite makes a table anew to alter it, and the triggers of the edition go with the old one."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in [f"procedures_{name}" for name in MODELS]:
        for verb in ("INSERT", "UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_new_edition_{verb.lower()} AFTER {verb} ON {table} "
                "BEGIN UPDATE organisation_edition SET token = lower(hex(randomblob(16))); END"
            )


WHOLE = models.CharField("mã", max_length=10, unique=True, default=public_code, editable=False)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0004_part_of_the_edition")]
    operations = [
        *(migrations.AddField(name, "code", models.CharField(max_length=10, null=True)) for name in MODELS),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        *(migrations.AlterField(name, "code", WHOLE.clone()) for name in MODELS),
        migrations.RunPython(watch_again, migrations.RunPython.noop),
    ]
