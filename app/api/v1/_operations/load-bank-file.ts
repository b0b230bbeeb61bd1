import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { FILES_BYTES_MAX, Id, Upload } from "#domain/api/parts.ts";
import { loadCsvMappings } from "#domain/bank/csv-mapping.ts";
import { authorize } from "#domain/policy.ts";
import { loadBankFile } from "#ops/import/bank/load-bank-file.ts";
import { hashBankFile, openBankFile } from "#ops/import/bank/open-bank-file.ts";
import { DATE_ORDERS } from "#ops/import/bank/read-csv-values.ts";
import { explainUnreadable } from "#ops/import/students/explain-unreadable.ts";
import { reading, write } from "#runtime";
import { limitUploads } from "#services/files/limit-uploads.ts";

export default defineWrite({
  id: "loadBankFile",
  method: "POST",
  path: "/bank-files",
  subject: "Payments",
  summary: "Load a file from the bank",
  detail:
    "camt.053, camt.054, MT940 or CSV. Each line is kept once, however often it comes, and transfers with the reference of their order are settled. What is left out is said with the line of the file.",
  needs: "bank.load",
  body: z.strictObject({
    file: Upload,
    columns: z
      .string()
      .max(4_000)
      .optional()
      .meta({ description: "Of a CSV: what its columns hold, one a line, `Betrag = amount`." }),
    dateOrder: z.enum(DATE_ORDERS).optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    account: z.string().max(60).optional().meta({ description: "Of a CSV that names none." }),
  }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 200,
  answer: z.strictObject({
    id: Id("bfl"),
    lines: z.int(),
    added: z.int().meta({ description: "Those that no other file had brought." }),
    matched: z.int().meta({ description: "Of those that were added: settled by themselves." }),
    findings: z.array(z.strictObject({ line: z.int(), words: z.string() })),
  }),
  // Line by line, each in a write of its own: a large file does not hold up the school, and one that is sent again goes on where it was.
  prepare: async (as, { body: { file, ...said } }) => {
    const ctx = reading(as.actor);
    authorize(ctx, "bank.load", {});
    await limitUploads(as);
    const bytes = Buffer.from(file.content, "base64");
    const mappings = await loadCsvMappings(ctx);
    const opened = explainUnreadable(() => openBankFile(bytes, { ...said, mappings }), "file");
    return loadBankFile({ write: (verb) => write(as, verb) }, opened, { name: file.name, hash: hashBankFile(bytes) });
  },
  handle: async (_ctx, _asked, { fileId: id, lines, added, matched, findings }) => {
    const { format } = getTranslator();
    return { id, lines, added, matched, findings: findings.map(({ line, words }) => ({ line, words: format(words) })) };
  },
});
