"""What the catalogue says is kept in each process as well: a change to it makes a new edition (organisation 0003)."""

from django.db import migrations

WATCHED = [f"procedures_{table}" for table in ("procedure", "version", "overlay")]
VERBS = ("INSERT", "UPDATE", "DELETE")


def watch(apps, schema_editor):
    for table in WATCHED:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION organisation_new_edition()"
            )
            continue
        for verb in VERBS:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_new_edition_{verb.lower()} AFTER {verb} ON {table} "
                "BEGIN UPDATE organisation_edition SET token = lower(hex(randomblob(16))); END"
            )


def unwatch(apps, schema_editor):
    for table in WATCHED:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER new_edition ON {table}")
            continue
        for verb in VERBS:
            schema_editor.execute(f"DROP TRIGGER {table}_new_edition_{verb.lower()}")


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0003_local_rules_and_staged_batches"),
        ("organisation", "0003_new_edition"),
    ]
    operations = [migrations.RunPython(watch, unwatch)]
