"""Why somebody went first is not kept beside the dossier of whom it tells; of today's open numbers the night does."""

from django.db import migrations, models
from django.db.models import Q

OVER = ("finished", "left", "day_over")


def forget(apps, _schema_editor):
    tickets = apps.get_model("tickets", "Ticket").objects.filter(state__in=OVER)
    tickets.exclude(priority="").update(priority="first")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_keys_of_machines")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveIndex("ticket", "tickets_until_their_night"),
        migrations.AddIndex(
            "ticket",
            models.Index(
                condition=Q(
                    ("state__in", ["called", "held", "serving", "waiting"]),
                    Q(("phone", ""), _negated=True),
                    Q(("priority__in", ["", "first"]), _negated=True),
                    _connector="OR",
                ),
                fields=["day"],
                name="tickets_until_their_night",
            ),
        ),
    ]
