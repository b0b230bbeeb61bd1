import { and, eq, sql } from "drizzle-orm";
import { couponCodes } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createCode } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { COUPON_CODES_MAX } from "./inputs.ts";
import { loadCoupon } from "./load-coupon.ts";
import { readCouponCode } from "./read-coupon-code.ts";

/** Thirty-two letters, so twelve of them are 60 bits: nobody guesses one of ten thousand. */
const GROUPS = 3;
const GROUP_LETTERS = 4;
const PREFIX_MAX = 12;
/** Rows of one statement, so that no engine counts too many values. */
const ROWS_MAX = 500;

/**
 * Makes codes that each count for one order, of letters that nobody mixes up when reading them aloud: `ABCD-EFGH-JKLM`, after the prefix where
 * one is wanted. Refuses a coupon that has ended or has a code for everybody, more than can be made at once, and a prefix that is none.
 */
export async function addCouponCodes(
  ctx: WriteCtx,
  { couponId, count, prefix = "" }: { couponId: string; count: number; prefix?: string },
): Promise<{ codes: string[] }> {
  authorize(ctx, "coupon.edit", {});
  const coupon = await loadCoupon(ctx.tx, couponId);
  if (coupon.state !== "active") throw new Refusal("wrong_state");
  if (await hasSharedCode(ctx, couponId))
    throw new Refusal("wrong_state", { words: message("refusals.coupon_has_code") });
  if (!Number.isInteger(count) || count < 1 || count > COUPON_CODES_MAX) {
    throw new Refusal("invalid_input", {
      fields: { count: message("fields.coupon_codes_count", { most: COUPON_CODES_MAX }) },
    });
  }
  const start = prefix.trim() === "" ? "" : readPrefix(prefix);
  const codes: string[] = [];
  while (codes.length < count) {
    codes.push(...(await addSome(ctx, { couponId, start, count: Math.min(count - codes.length, ROWS_MAX) })));
  }
  await audit(ctx, "coupon.edit", { type: "coupon", id: couponId }, { after: { codesAdded: count, prefix: start } });
  return { codes };
}

async function hasSharedCode(ctx: StepCtx, couponId: string): Promise<boolean> {
  const shared = and(eq(couponCodes.couponId, couponId), sql`not ${couponCodes.isSingleUse}`);
  return (await ctx.tx.select({ key: couponCodes.key }).from(couponCodes).where(shared)).length > 0;
}

function readPrefix(typed: string): string {
  const code = readCouponCode(typed)?.code;
  if (code !== undefined && code.length <= PREFIX_MAX) return `${code}-`;
  throw new Refusal("invalid_input", {
    fields: { prefix: message("fields.coupon_prefix_shape", { most: PREFIX_MAX }) },
  });
}

/** One that exists already is left out, and drawn again in the next round. */
async function addSome(
  ctx: StepCtx,
  { couponId, start, count }: { couponId: string; start: string; count: number },
): Promise<string[]> {
  const rows = Array.from({ length: count }, () => {
    const code = `${start}${Array.from({ length: GROUPS }, () => createCode(GROUP_LETTERS)).join("-")}`;
    return { code, key: code.replaceAll("-", ""), couponId, isSingleUse: true, createdAt: ctx.now };
  });
  const added = await ctx.tx
    .insert(couponCodes)
    .values(rows)
    .onConflictDoNothing({ target: couponCodes.key })
    .returning({ code: couponCodes.code });
  return added.map(({ code }) => code);
}
