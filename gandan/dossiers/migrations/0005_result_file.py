"""Which of a dossier's files is its signed result."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0004_overdue_opinion_told")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="result_file",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="mã tệp kết quả"),
            preserve_default=False,
        ),
    ]
