import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a database held at one moment: enough to tell whether another holds the same. */
export const fingerprintSchema = z.object({
  migrations: z.array(z.object({ tag: z.string(), hash: z.string() })),
  /** Of every table: how many rows, and a hash over all they hold. */
  tables: z.record(z.string(), z.object({ rows: z.number().int(), sha256 })),
  /** The sum of all postings in each currency, in minor units: always 0 in a sound ledger. */
  ledgerSums: z.record(z.string(), z.string()),
  /** The last hash of the audit log's chain; null while the log is empty. */
  auditHead: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
});
export type Fingerprint = z.infer<typeof fingerprintSchema>;

const manifestSchema = z.object({
  format: z.literal(1),
  engine: z.enum(["sqlite", "postgres"]),
  /** Everything that was committed before it is in the backup. */
  moment: z.iso.datetime(),
  /** The version of Matricula that made it. */
  version: z.string(),
  fingerprint: fingerprintSchema,
  /** Whether the backup and the names of its files are encrypted. */
  isEncrypted: z.boolean(),
  database: z.object({ bytes: z.number().int(), sha256 }),
  /** The content of secrets.json in the data folder; null when there is none. */
  secrets: z.string().nullable(),
  /** The SHA-256 of each of the school's files, which are stored beside the backups. */
  files: z.array(sha256),
  /** Those that the database refers to and the files folder did not have. */
  filesMissing: z.array(sha256),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Parses a manifest. Throws when it is none, or of a later format. */
export function parseManifest(text: string): Manifest {
  return manifestSchema.parse(JSON.parse(text));
}
