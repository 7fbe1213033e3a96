"""The database's second opinion on every posting: balanced, at once, into an open month.

Single statements; the functions keep the search path of their schema (``cells.md`` 3 and 5). The
statement trigger on entries runs after the foreign key's key-share lock on the period, in a fresh
snapshot: a month that was closed meanwhile shows.
"""

from django.db import migrations

CHECK_LINES = """
CREATE FUNCTION ledger_check_lines() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE bad bigint;
BEGIN
    SELECT entry_id INTO bad FROM added GROUP BY entry_id, unit_id, fund HAVING sum(amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % does not sum to zero', bad USING ERRCODE = 'SK003';
    END IF;
    SELECT entry.id INTO bad
    FROM (SELECT DISTINCT entry_id FROM added) AS touched
    JOIN ledger_entry AS entry ON entry.id = touched.entry_id
    WHERE entry.xact <> pg_current_xact_id()::text::bigint LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a line came later than its entry %', bad USING ERRCODE = 'SK006';
    END IF;
    RETURN NULL;
END $$
"""

CHECK_ENTRIES = """
CREATE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE bad bigint;
BEGIN
    SELECT added.id INTO bad FROM added
    WHERE (SELECT count(*) FROM ledger_line AS line WHERE line.entry_id = added.id) < 2 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % has fewer than two lines', bad USING ERRCODE = 'SK007';
    END IF;
    SELECT added.id INTO bad
    FROM added JOIN ledger_period AS period ON period.id = added.period_id
    WHERE period.closed_at IS NOT NULL OR added."on" NOT BETWEEN period.starts_on AND period.ends_on
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % is dated into a closed or another month', bad USING ERRCODE = 'SK002';
    END IF;
    RETURN NULL;
END $$
"""

LINES = """
CREATE TRIGGER ledger_check_lines AFTER INSERT ON ledger_line
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_lines()
"""

ENTRIES = """
CREATE TRIGGER ledger_check_entries AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_entries()
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL([CHECK_LINES], ["DROP FUNCTION ledger_check_lines()"]),
        migrations.RunSQL([CHECK_ENTRIES], ["DROP FUNCTION ledger_check_entries()"]),
        migrations.RunSQL([LINES], ["DROP TRIGGER ledger_check_lines ON ledger_line"]),
        migrations.RunSQL([ENTRIES], ["DROP TRIGGER ledger_check_entries ON ledger_entry"]),
    ]
