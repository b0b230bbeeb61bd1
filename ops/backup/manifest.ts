import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a database held at one moment: enough to tell whether another holds the same. */
export const fingerprintSchema = z.object({
  migrations: z.array(z.object({ tag: z.string(), hash: z.string() })),
  /** Of every table: how many rows, and a hash over all they hold. */
  tables: z.record(z.string(), z.object({ rows: z.number().int(), sha256 })),
  /** The sum of all postings in each currency, in minor units. Anything but 0 is a mistake. */
  ledgerSums: z.record(z.string(), z.string()),
  /** The end of the audit log's chain; null when nothing was ever done. */
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
  /** Whether it is sealed with a key, and the names of its files are too. */
  isEncrypted: z.boolean(),
  database: z.object({ bytes: z.number().int(), sha256 }),
  /** What the data folder keeps in secrets.json; null when it keeps none. */
  secrets: z.string().nullable(),
  /** The bytes that files of the school are made of, each stored beside the backups once. */
  files: z.array(sha256),
  /** Those that the database knew and the files folder did not have. */
  filesMissing: z.array(sha256),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Reads a manifest. Throws when it is none, or one of a later format. */
export function parseManifest(text: string): Manifest {
  return manifestSchema.parse(JSON.parse(text));
}
