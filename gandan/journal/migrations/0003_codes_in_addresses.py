"""Rows that addresses name get a code of their own: numbers inside stay inside."""

from django.db import migrations, models

from gandan.lib.codes import public_code

MODELS = ("notice",)


def give_codes(apps, schema_editor):
    for name in MODELS:
        model = apps.get_model("journal", name)
        rows = list(model.objects.only("pk"))
        for row in rows:
            row.code = public_code()
        model.objects.bulk_update(rows, ["code"], batch_size=500)


WHOLE = models.CharField("mã", max_length=10, unique=True, default=public_code, editable=False)


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [
        *(migrations.AddField(name, "code", models.CharField(max_length=10, null=True)) for name in MODELS),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        *(migrations.AlterField(name, "code", WHOLE.clone()) for name in MODELS),
    ]
