import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { AccountingEntry, MonthsQuery, toEntryView } from "#domain/api/accounting.ts";
import { createPageSchema, Paging } from "#domain/api/parts.ts";
import { listEntries } from "#domain/accounting/list-entries.ts";
import { resolveMonths } from "#domain/accounting/resolve-months.ts";
import { parseTypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { message } from "#messages/message.ts";

export default defineRead({
  id: "listAccountingEntries",
  method: "GET",
  path: "/accounting/entries",
  subject: "Accounting",
  summary: "List the entries of some months",
  detail: "Each with both its sides, in the order of their numbers.",
  needs: "accounting.read",
  query: z.strictObject({ ...Paging, ...MonthsQuery }),
  status: 200,
  answer: createPageSchema(AccountingEntry),
  handle: async (ctx, { query: { limit, cursor, ...asked } }) => {
    const months = resolveMonths(asked, await getSchoolSettings(ctx.read), ctx.now);
    const afterSeq = cursor === undefined ? 0 : parseTypedNumber(cursor);
    if (afterSeq === undefined)
      throw new Refusal("invalid_input", { fields: { cursor: message("fields.whole_number_in_digits") } });
    const found = await listEntries(ctx, { ...months, afterSeq, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    return { items: items.map(toEntryView), nextCursor: last ? String(last.seq) : null };
  },
});
