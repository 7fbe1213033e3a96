"""The database's second opinion on every posting: balanced, at once, into an open month.

Single statements; the functions keep the search path of their schema (``cells.md`` 3 and 5). The
statement trigger on entries runs after the foreign key's key-share lock on the period, in a fresh
snapshot: a month that was closed meanwhile shows. The functions run as the owner of the tables: what
they find does not hang on anyone's scope, and costs half.
"""

from django.db import migrations

CHECK_LINES = """
CREATE FUNCTION ledger_check_lines() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE bad bigint; off_by numeric;
BEGIN
    SELECT entry.id, sum(added.amount) INTO bad, off_by
    FROM added JOIN ledger_entry AS entry ON entry.id = added.entry_id
    GROUP BY entry.id, added.unit_id, added.fund
    HAVING sum(added.amount) <> 0 OR entry.xact <> pg_current_xact_id()::text::bigint LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF off_by <> 0 THEN
        RAISE EXCEPTION 'entry % does not sum to zero', bad USING ERRCODE = 'SK003';
    END IF;
    RAISE EXCEPTION 'a line came later than its entry %', bad USING ERRCODE = 'SK006';
END $$
"""

CHECK_ENTRIES = """
CREATE FUNCTION ledger_check_entries() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE bad bigint; few boolean;
BEGIN
    SELECT added.id, counted.lines < 2 INTO bad, few
    FROM added
    JOIN ledger_period AS period ON period.id = added.period_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS lines FROM ledger_line AS line WHERE line.entry_id = added.id
    ) AS counted
    WHERE counted.lines < 2 OR period.closed_at IS NOT NULL
       OR added."on" NOT BETWEEN period.starts_on AND period.ends_on
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF few THEN
        RAISE EXCEPTION 'entry % has fewer than two lines', bad USING ERRCODE = 'SK007';
    END IF;
    RAISE EXCEPTION 'entry % is dated into a closed or another month', bad USING ERRCODE = 'SK002';
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
