"""Triggers that refuse to change or delete an entry, on both databases."""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'journal_entry is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse();
CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_refuse();
"""
SQLITE = [
    f"CREATE TRIGGER journal_entry_no_{verb.lower()} BEFORE {verb} ON journal_entry "
    "BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]


def append_only(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for trigger in SQLITE:
        schema_editor.execute(trigger)


def writable(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER journal_entry_append_only ON journal_entry")
        schema_editor.execute("DROP TRIGGER journal_entry_no_truncate ON journal_entry")
        schema_editor.execute("DROP FUNCTION journal_entry_refuse()")
        return
    schema_editor.execute("DROP TRIGGER journal_entry_no_update")
    schema_editor.execute("DROP TRIGGER journal_entry_no_delete")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(append_only, writable)]
