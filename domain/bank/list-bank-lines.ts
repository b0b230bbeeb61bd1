import { and, eq, gte, inArray, isNull, like, lte, or, sql } from "drizzle-orm";
import { z } from "zod";
import { BANK_LINE_STATES } from "#db/enums.ts";
import { bankAccounts, bankFiles, bankLines, bankMatches, orders } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter, createIdFilter, createTextFilter } from "../kernel/lists/filters.ts";
import { compactCode } from "../kernel/modulo97.ts";
import { listPossibleMinor } from "../kernel/read-amount.ts";
import { authorize } from "../policy.ts";

export type BankLineRow = RowOf<typeof bankLineList>;

const fields = {
  id: bankLines.id,
  state: bankLines.state,
  bookedOn: bankLines.bookedOn,
  valueOn: bankLines.valueOn,
  amountMinor: bankLines.amountMinor,
  amountText: bankLines.amountText,
  currency: bankLines.currency,
  name: bankLines.name,
  iban: bankLines.iban,
  reference: bankLines.reference,
  endToEndId: bankLines.endToEndId,
  text: bankLines.text,
  source: bankLines.source,
  fileLine: bankLines.fileLine,
  returnReason: bankLines.returnReason,
  isReversal: bankLines.isReversal,
  batchCount: bankLines.batchCount,
  foreign: bankLines.foreign,
  problem: bankLines.problem,
  ignoredReason: bankLines.ignoredReason,
  createdAt: bankLines.createdAt,
  accountId: bankLines.accountId,
  account: bankAccounts.iban,
  fileName: bankFiles.name,
  /** The code of an order that it was taken for, and for how many it was. */
  orderCodes: sql<
    string | null
  >`(select max(${orders.code}) from ${bankMatches} inner join ${orders} on ${orders.id} = ${bankMatches.orderId} where ${bankMatches.lineId} = ${bankLines.id} and ${bankMatches.undoneAt} is null)`,
  matchCount:
    sql<number>`(select count(*) from ${bankMatches} where ${bankMatches.lineId} = ${bankLines.id} and ${bankMatches.undoneAt} is null)`.mapWith(
      Number,
    ),
};

/** Money that came in, that went out, or of which it cannot be told. */
export const BANK_DIRECTIONS = ["in", "out", "unknown"] as const;
const byDirection = {
  in: sql`${bankLines.amountMinor} > 0`,
  out: sql`${bankLines.amountMinor} < 0`,
  unknown: isNull(bankLines.amountMinor),
};

/** Everything that the school's banks have said of its accounts. */
export const bankLineList = defineList({
  table: bankLines,
  reach: (ctx) => {
    authorize(ctx, "bank.list", {});
    return undefined;
  },
  view: defineView({
    fields: () => fields,
    from: (select) =>
      select
        .from(bankLines)
        .innerJoin(bankAccounts, eq(bankAccounts.id, bankLines.accountId))
        .innerJoin(bankFiles, eq(bankFiles.id, bankLines.fileId)),
    show: ({ problem, ...row }) => ({ ...row, problem: problem as Message | null }),
  }),
  key: "id",
  cursor: { sort: "loaded", ids: "bankLine" },
  sorts: { booked: { by: ["bookedOn"] }, loaded: { by: ["createdAt"] } },
  filters: {
    q: createTextFilter((text, { read }) => {
      const words = `%${text
        .trim()
        .toLowerCase()
        .replace(/[\\%_]/g, "\\$&")}%`;
      const compact = compactCode(text);
      const inside = [bankLines.name, bankLines.text].map((column) => sql`lower(${column}) like ${words} escape '\\'`);
      const ofOrder = read
        .select({ id: bankMatches.lineId })
        .from(bankMatches)
        .innerJoin(orders, eq(orders.id, bankMatches.orderId))
        .where(and(eq(orders.code, compact), isNull(bankMatches.undoneAt)));
      return or(
        ...inside,
        like(bankLines.reference, `${compact}%`),
        eq(bankLines.iban, compact),
        inArray(bankLines.id, ofOrder),
      );
    }),
    state: createChoiceFilter(bankLines.state, BANK_LINE_STATES),
    direction: createFilter(z.enum(BANK_DIRECTIONS), (direction) => byDirection[direction]),
    accountId: createIdFilter("bankAccount", (id) => eq(bankLines.accountId, id)),
    fileId: createIdFilter("bankFile", (id) => eq(bankLines.fileId, id)),
    from: createFilter(z.iso.date(), (day) => gte(bankLines.bookedOn, day)),
    until: createFilter(z.iso.date(), (day) => lte(bankLines.bookedOn, day)),
    amount: createFilter(z.string().trim().max(40), async (amount, { read }) => {
      if (amount === "") return undefined;
      const currencies = await read.selectDistinct({ currency: bankLines.currency }).from(bankLines);
      const minors = currencies.flatMap(({ currency }) =>
        listPossibleMinor(amount.replace(/^[-−+]/, "").toUpperCase(), currency).map((minor) =>
          and(eq(bankLines.currency, currency), inArray(bankLines.amountMinor, [minor, 0 - minor])),
        ),
      );
      return minors.length === 0 ? sql`1 = 0` : or(...minors);
    }),
  },
});
export const { page: listBankLines } = bankLineList;
