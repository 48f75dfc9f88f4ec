"""Triggers that give the organisation a new edition with every change, on both databases."""

from django.db import migrations

WATCHED = [
    f"organisation_{table}"
    for table in ("unit", "unitsuccession", "person", "post", "tenure", "specialday", "officehours", "rulechoice")
]
VERBS = ("INSERT", "UPDATE", "DELETE")
FUNCTION = """
CREATE FUNCTION organisation_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organisation_edition SET token = replace(gen_random_uuid()::text, '-', '');
    RETURN NULL;
END $$;
"""


def watch(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        for table in WATCHED:
            schema_editor.execute(
                f"CREATE TRIGGER new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION organisation_new_edition()"
            )
        schema_editor.execute(
            "INSERT INTO organisation_edition (token) VALUES (replace(gen_random_uuid()::text, '-', ''))"
        )
        return
    for table in WATCHED:
        for verb in VERBS:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_new_edition_{verb.lower()} AFTER {verb} ON {table} "
                "BEGIN UPDATE organisation_edition SET token = lower(hex(randomblob(16))); END"
            )
    schema_editor.execute("INSERT INTO organisation_edition (token) VALUES (lower(hex(randomblob(16))))")


def unwatch(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in WATCHED:
            schema_editor.execute(f"DROP TRIGGER new_edition ON {table}")
        schema_editor.execute("DROP FUNCTION organisation_new_edition()")
    else:
        for table in WATCHED:
            for verb in VERBS:
                schema_editor.execute(f"DROP TRIGGER {table}_new_edition_{verb.lower()}")
    schema_editor.execute("DELETE FROM organisation_edition")


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_edition")]
    operations = [migrations.RunPython(watch, unwatch)]
