from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("waiting", "0001_what_was_promised")]

    operations = [
        migrations.AddField("estimate", "is_told", models.BooleanField(default=True, verbose_name="đã hẹn")),
    ]
