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
): Promise<{ added: number }> {
  authorize(ctx, "coupon.edit", {});
  const coupon = await loadCoupon(ctx.tx, couponId);
  if (coupon.state !== "active") throw new Refusal("wrong_state");
  if (!Number.isInteger(count) || count < 1 || count > COUPON_CODES_MAX) {
    throw new Refusal("invalid_input", {
      fields: { count: message("fields.coupon_codes_count", { most: COUPON_CODES_MAX }) },
    });
  }
  const start = prefix.trim() === "" ? "" : readPrefix(prefix);
  let left = count;
  while (left > 0) left -= await addSome(ctx, { couponId, start, count: Math.min(left, ROWS_MAX) });
  await audit(ctx, "coupon.edit", { type: "coupon", id: couponId }, { after: { codesAdded: count, prefix: start } });
  return { added: count };
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
): Promise<number> {
  const rows = Array.from({ length: count }, () => {
    const code = `${start}${Array.from({ length: GROUPS }, () => createCode(GROUP_LETTERS)).join("-")}`;
    return { code, key: code.replaceAll("-", ""), couponId, isSingleUse: true, createdAt: ctx.now };
  });
  const added = await ctx.tx
    .insert(couponCodes)
    .values(rows)
    .onConflictDoNothing({ target: couponCodes.key })
    .returning({ key: couponCodes.key });
  return added.length;
}
