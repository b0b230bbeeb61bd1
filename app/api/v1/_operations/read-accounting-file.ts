import { createHash } from "node:crypto";
import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { toFileFacts } from "#app/admin/accounting/file-facts.ts";
import { MonthsQuery } from "#domain/api/accounting.ts";
import { EXPORT_FORMATS } from "#domain/accounting/export-formats.ts";
import { resolveMonths } from "#domain/accounting/resolve-months.ts";
import { streamEntries } from "#domain/accounting/stream-entries.ts";
import { authorize } from "#domain/policy.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { createBookkeepingFile, findFormat } from "#ops/bookkeeping-file.ts";

const FORMAT_IDS = EXPORT_FORMATS.map(({ id }) => id);

export default defineRead({
  id: "readAccountingFile",
  method: "GET",
  path: "/accounting/files/{id}",
  subject: "Accounting",
  summary: "Read the entries of some months as a file for a bookkeeper's program",
  detail: `By its format: ${FORMAT_IDS.map((id) => `\`${id}\``).join(", ")}. With the numbers of the school's accounts.`,
  needs: "accounting.read",
  query: z.strictObject(MonthsQuery),
  status: 200,
  answer: z.strictObject({ name: z.string(), sizeBytes: z.int(), sha256: z.string(), base64: z.base64() }),
  handle: async (ctx, { id, query }) => {
    authorize(ctx, "accounting.read", {});
    const format = findFormat(id);
    if (!format) return undefined;
    const settings = await getSchoolSettings(ctx.read);
    const months = resolveMonths(query, settings, ctx.now);
    const stream = createBookkeepingFile(format.id, toFileFacts(months, settings, ctx.now), streamEntries(ctx, months));
    const bytes = Buffer.from(await new Response(stream).arrayBuffer());
    return {
      name: `accounting-${format.id}-${months.from}-${months.to}.${format.extension}`,
      sizeBytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      base64: bytes.toString("base64"),
    };
  },
});
