import type { Said } from "#messages/message.ts";
import type { StoredEntry } from "#domain/audit/to-audit-entry.ts";
import { AUDIT_ROWS, createAuditChainVerifier } from "../backup/audit-chain.ts";
import { faultOf, findFaultAfter, ROWS_FROM } from "./audit-rest.ts";
import type { Target } from "./end.ts";
import { deleteRows, open, PLAIN_TEXT, q, readingOf, writeRows } from "./postgres-rows.ts";

const AUDIT_PAGE = 2_000;

/** What stands in the way of writing many rows, and how it comes back. A foreign key comes back so that it may wait for the commit. */
const PUT_OFF = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS away,
         format('ALTER TABLE %s ADD CONSTRAINT %I %s DEFERRABLE INITIALLY DEFERRED', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS back,
         format('ALTER TABLE %s ALTER CONSTRAINT %I NOT DEFERRABLE', conrelid::regclass, conname) AS after
  FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
  UNION ALL
  SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid), NULL
  FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT indisprimary
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))`;

/** SQL: brings every sequence behind the largest number of its column, which COPY does not. */
const ADVANCE_SEQUENCES = `
  DO $$ DECLARE each record; last bigint; BEGIN
    FOR each IN SELECT s.oid::regclass AS sequence, d.refobjid::regclass AS of_table, a.attname AS of_column
      FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass
        JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace
    LOOP
      EXECUTE format('SELECT max(%I) FROM %s', each.of_column, each.of_table) INTO last;
      IF last IS NOT NULL THEN PERFORM setval(each.sequence, last); END IF;
    END LOOP; END $$`;

type PutOff = { away: string; back: string; after: string | null };

/** All of it is one transaction: until the commit nobody else sees a row or can change one, and a connection that breaks leaves nothing. */
export async function openPostgresTarget(url: string): Promise<Target> {
  const client = await open(url);
  let later: PutOff[] = [];
  let names: string[] = [];
  let lastEntry = 0;
  return {
    ...readingOf(() => client),
    async begin(tables) {
      names = tables.map(({ name }) => q(name));
      await client.query(`BEGIN; ${PLAIN_TEXT}; SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = 0;
        SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'`);
      ({ rows: later } = await client.query<PutOff>(PUT_OFF));
      for (const { away } of later) await client.query(away);
      for (const name of names) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
      await client.query(`TRUNCATE ${names.join(", ")}`);
    },
    write: (table, batches) => writeRows(client, table, batches, { isEmptied: true }),
    async index() {
      // Indexes first: a foreign key may need a unique one.
      for (const { back, after } of later) if (after === null) await client.query(back);
      for (const { back, after } of later) if (after !== null) await client.query(back);
      await client.query("ANALYZE");
    },
    guard: async () => {},
    async verify() {
      const chain = createAuditChainVerifier();
      await client.query(`DECLARE entries NO SCROLL CURSOR FOR ${AUDIT_ROWS}`);
      for (;;) {
        const { rows } = await client.query<StoredEntry>(`FETCH ${AUDIT_PAGE} FROM entries`);
        for (const row of rows) chain.add(row);
        lastEntry = Number(rows.at(-1)?.seq ?? lastEntry);
        if (rows.length < AUDIT_PAGE) break;
      }
      await client.query("CLOSE entries");
      return faultOf(chain.brokenAt());
    },
    async replace(table, keys, lines) {
      await deleteRows(client, table, keys);
      if (lines.length > 0) await writeRows(client, table, [[...lines]], { isEmptied: false });
    },
    checkReplaced: async () => void (await client.query("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")),
    async verifyRest(): Promise<Said[]> {
      return findFaultAfter(lastEntry, (await client.query<StoredEntry>(ROWS_FROM("$1"), [lastEntry])).rows);
    },
    async commit() {
      const asBefore = later.flatMap(({ after }) => after ?? []);
      const triggers = names.map((name) => `ALTER TABLE ${name} ENABLE TRIGGER USER`);
      await client.query(
        ["SET CONSTRAINTS ALL IMMEDIATE", ...asBefore, ...triggers, ADVANCE_SEQUENCES, "COMMIT"].join("; "),
      );
    },
    close: () => client.end(),
  };
}
