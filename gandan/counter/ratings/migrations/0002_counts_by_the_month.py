"""Counts of a day are added up to their month, those of a Saturday kept apart too: a day may be one person's."""

from collections import Counter

from django.db import migrations, models

SATURDAY = 5


def add_up(apps, schema_editor) -> None:
    _links(apps.get_model("ratings", "LinkCount"))
    _tallies(apps.get_model("ratings", "Tally"))
    _used(apps.get_model("ratings", "UsedLink"))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # what waits to be checked would keep the next step waiting


def _links(LinkCount) -> None:
    sums: dict[tuple, Counter] = {}
    for row in LinkCount.objects.all():
        kept = sums.setdefault((row.unit_id, row.month.replace(day=1)), Counter())
        kept.update(handed_out=row.handed_out, answered=row.answered, on_tablet=row.on_tablet)
    LinkCount.objects.all().delete()
    rows = [LinkCount(unit_id=unit, month=month, **counts) for (unit, month), counts in sorted(sums.items())]
    LinkCount.objects.bulk_create(rows)


def _tallies(Tally) -> None:
    sums: Counter = Counter()
    for row in Tally.objects.all():
        is_saturday = row.month.weekday() == SATURDAY
        day = row.month if is_saturday else None
        sums[row.unit_id, row.month.replace(day=1), day, row.question, row.answer] += row.count
    Tally.objects.all().delete()
    for (unit, month, day, question, answer), count in sorted(sums.items(), key=str):
        told = {"question": question, "answer": answer, "count": count}
        Tally.objects.create(unit_id=unit, month=month, session_day=day, **told)


def _used(UsedLink) -> None:
    """Until the latest of each month."""
    last: dict[tuple, object] = {}
    for row in UsedLink.objects.order_by("until"):
        last[row.until.year, row.until.month] = row.until
    for (year, month), until in last.items():
        UsedLink.objects.filter(until__year=year, until__month=month).update(until=until)


class Migration(migrations.Migration):
    dependencies = [
        ("ratings", "0001_counts_and_used_links"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="linkcount", name="ratings_one_count_a_day"),
        migrations.RemoveConstraint(model_name="tally", name="ratings_one_tally_an_answer"),
        migrations.RenameField(model_name="linkcount", old_name="day", new_name="month"),
        migrations.RenameField(model_name="tally", old_name="day", new_name="month"),
        migrations.AlterField(model_name="linkcount", name="month", field=models.DateField(verbose_name="tháng")),
        migrations.AlterField(model_name="tally", name="month", field=models.DateField(verbose_name="tháng")),
        migrations.AddField(
            model_name="tally",
            name="session_day",
            field=models.DateField(null=True, verbose_name="ngày của phiên"),
        ),
        migrations.RunPython(add_up, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="linkcount",
            constraint=models.UniqueConstraint(fields=("unit", "month"), name="ratings_one_count_a_month"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                condition=models.Q(("session_day__isnull", True)),
                fields=("unit", "month", "question", "answer"),
                name="ratings_one_tally_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                condition=models.Q(("session_day__isnull", False)),
                fields=("unit", "session_day", "question", "answer"),
                name="ratings_one_tally_a_session",
            ),
        ),
    ]
