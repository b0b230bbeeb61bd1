import { eq, inArray } from "drizzle-orm";
import { bankLines, bankMatches, orders } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { recordTransfer } from "../checkout/record-transfer.ts";
import { getActorId } from "../kernel/actor.ts";
import type { VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { formatMoney } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findConfirmedTransfer } from "./confirmed-transfers.ts";
import { parseParts, type TypedPart } from "./parse-parts.ts";
import { restoreMatch } from "./undo-match.ts";
import { type BankLine, takeBankLine } from "./take-bank-line.ts";

/** Which orders a line pays, and how much of it each, in minor units. */
export type MatchParts = readonly { orderId: string; amountMinor: number }[];

/** Orders that one payment may be split over. */
export const PARTS_MAX = 50;

/**
 * Takes money that came in for one order or several (`typed`: one a line, its code and its amount), all of it: each is settled as a transfer that was confirmed, and one
 * that a person had confirmed before is only found by it. Refuses a line that another person has
 * taken meanwhile (`wrong_state`), one whose amount or date could not be read, or that went out (`invalid_input`), parts that do not add up to it, another
 * currency than the order's (`amount_mismatch`).
 */
// eslint-disable-next-line matricula/write-verbs-check -- `settleLine` audits it, as it does for a line that settles by itself.
export async function matchBankLine(
  ctx: WriteCtx,
  { lineId, ...asked }: { lineId: string } & ({ typed: string } | { parts: readonly TypedPart[] }),
): Promise<BankLine> {
  authorize(ctx, "bank.match", {});
  const [line] = await ctx.tx.select().from(bankLines).where(eq(bankLines.id, lineId));
  if (!line) throw new Refusal("not_found");
  const total = { minor: line.amountMinor ?? 0, currency: line.currency };
  const parts = "parts" in asked ? asked.parts : parseParts(asked.typed, total);
  const codes = parts.map(({ code }) => code);
  const known = await ctx.tx
    .select({ id: orders.id, code: orders.code })
    .from(orders)
    .where(inArray(orders.code, codes.slice(0, PARTS_MAX)));
  const ids = new Map(known.map(({ id, code }) => [code, id]));
  const found = parts.map(({ code, amountMinor }) => {
    const orderId = ids.get(code);
    if (orderId !== undefined) return { orderId, amountMinor };
    const words = message("bank.no_such_order", { code });
    throw new Refusal("invalid_input", { words, fields: { parts: words } });
  });
  return settleLine(ctx, { lineId, parts: found, isBySystem: false });
}

/** The part that a person and the loading of a file share. One transaction takes the line and books its money, or neither. */
export async function settleLine(
  ctx: VerbPartCtx,
  { lineId, parts, isBySystem }: { lineId: string; parts: MatchParts; isBySystem: boolean },
): Promise<BankLine> {
  const line = await takeBankLine(ctx, lineId, "waiting", "matched", { problem: null });
  const { amountMinor, currency } = line;
  if (amountMinor === null || amountMinor <= 0)
    throw new Refusal("invalid_input", { words: message("bank.not_incoming") });
  checkParts(parts, { minor: amountMinor, currency });
  const outcomes: Record<string, string> = {};
  for (const { orderId, amountMinor: minor } of parts) {
    const id = createId("bankMatch");
    const money = { orderId, amountMinor: minor, currency };
    const again = await restoreMatch(ctx, { lineId, ...money });
    const confirmed = again ? undefined : await findConfirmedTransfer(ctx.tx, { ...money, reference: line.reference });
    const { paymentId, outcome } =
      again ??
      (confirmed
        ? { ...confirmed, outcome: "confirmed_before" }
        : await recordTransfer(ctx, { ...money, key: `bank-${id}`, reference: line.reference }));
    const matchedBy = isBySystem || ctx.actor.type !== "user" ? null : getActorId(ctx.actor);
    const match = { ...money, id, lineId, kind: "payment" as const, paymentId, hasMoved: !confirmed };
    await ctx.tx.insert(bankMatches).values({ ...match, matchedBy, createdAt: ctx.now });
    outcomes[orderId] = outcome;
  }
  const after = { state: "matched", amountMinor, currency, outcomes, ...(isBySystem ? { by: "reference" } : {}) };
  await audit(ctx, "bank.match", { type: "bank_line", id: lineId }, { before: { state: "waiting" }, after });
  return line;
}

function checkParts(parts: MatchParts, total: { minor: number; currency: string }): void {
  const isWrong = parts.length === 0 || parts.length > PARTS_MAX || parts.some(({ amountMinor }) => !(amountMinor > 0));
  const sum = parts.reduce((added, { amountMinor }) => added + amountMinor, 0);
  const isTwice = new Set(parts.map(({ orderId }) => orderId)).size < parts.length;
  if (!isWrong && !isTwice && sum === total.minor) return;
  const shown = (minor: number) => formatMoney({ minor, currency: total.currency });
  const words = isTwice
    ? message("bank.order_twice")
    : message("bank.parts_off", { sum: shown(sum), total: shown(total.minor) });
  throw new Refusal("invalid_input", { words, fields: { parts: words } });
}
