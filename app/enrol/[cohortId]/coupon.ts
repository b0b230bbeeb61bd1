import { cookies } from "next/headers";
import { z } from "zod";
import type { Command } from "#app/_forms/action.ts";
import { getRequestFacts } from "#app/_http/request.ts";
import { config } from "#config/config.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { EnrolView } from "#domain/checkout/get-enrol-view.ts";
import { getEnrolView } from "#domain/checkout/get-enrol-view.ts";
import { getQuote, type Quote } from "#domain/checkout/get-quote.ts";
import { getOwnBilling } from "#domain/invoices/find-buyers-billing.ts";
import type { Billing } from "#domain/invoices/inputs.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { isId } from "#domain/kernel/ids.ts";
import { isRefusal, Refusal } from "#domain/kernel/refusal.ts";
import { guardGuesses } from "#services/coupons/guard-guesses.ts";

/** What is typed of coupon codes. Longer than any: what is too long is no code, and the field says so. */
export const CouponInput = z.string().max(1_000).default("");

const COUPON_COOKIE = "coupon";
const SECONDS_MAX = 60 * 60;
const CODES_MAX = 300;

/**
 * What somebody has applied on the page of a cohort: the page shows the price with it, also to who signs in elsewhere meanwhile. It holds for the
 * link that they came by, so that another link with another code is not overruled.
 */
async function storeAppliedCoupon(cohortId: string, link: string, codes: string): Promise<void> {
  (await cookies()).set({
    name: COUPON_COOKIE,
    value: JSON.stringify([cohortId, link.slice(0, CODES_MAX), codes.slice(0, CODES_MAX)]),
    path: "/",
    maxAge: SECONDS_MAX,
    httpOnly: true,
    sameSite: "lax",
    secure: config().url.startsWith("https:"),
  });
}

/** After a code that was refused the page shows the price without any: not that of another one, which the field no longer says. */
export async function dropAppliedCoupon(form: FormData): Promise<void> {
  const [cohortId, link] = [String(form.get("cohortId") ?? ""), String(form.get("couponLink") ?? "")];
  if (isId("cohort", cohortId)) await storeAppliedCoupon(cohortId, link, "");
}

/** The codes that count on the page of a cohort: those that were applied there, or the one of the link. */
export async function readAppliedCoupon(cohortId: string, link: string): Promise<string> {
  const stored = (await cookies()).get(COUPON_COOKIE)?.value;
  const read = StoredCoupon.safeParse(parseJson(stored));
  if (!read.success) return link;
  const [appliedTo, appliedFrom, codes] = read.data;
  return appliedTo === cohortId && appliedFrom === link ? codes : link;
}

const StoredCoupon = z.tuple([z.string(), z.string(), z.string()]);

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The code of a coupon, as a link carries it. */
export const readLinkCoupon = (word: string | string[] | undefined): string =>
  typeof word === "string" ? word.slice(0, CODES_MAX) : "";

export type PagePrice = {
  quote: Quote;
  codes: string;
  problem: string | undefined;
  /** To whom the order before was billed: so is this one, unless it is changed. */
  billing: Billing | undefined;
};

type PageOffer = { offer: EnrolView; codes: string; isForOthers: boolean };

/** What a place costs whoever looks, for the page. A code that cannot be used is said beside its field, with the price without it. */
export async function getPagePrice(read: ReadCtx, { offer, codes, isForOthers }: PageOffer): Promise<PagePrice> {
  const billing = offer.price.minor > 0 ? await getOwnBilling(read) : undefined;
  const wanted = { offer, count: 1, isForOthers, buyer: billing };
  const { requestId, address } = await getRequestFacts();
  try {
    const as = { actor: read.actor, requestId, address };
    const quote = await guardGuesses(as, codes, () => getQuote(read, { ...wanted, codes }));
    return { quote, codes, problem: undefined, billing };
  } catch (error) {
    if (!isRefusal(error) || codes.trim() === "") throw error;
    const quote = await getQuote(read, { ...wanted, codes: "" });
    return { quote, codes, problem: getTranslator().format(error.said), billing };
  }
}

/** `count`: of how many places, where they are for others. `billing`: as it was typed, or nothing. */
type Applied = { cohortId: string; link: string; codes: string; count?: number; billing?: Billing | undefined };

/** Applies what was typed: the page shows the price with it, and what else was typed stays. Refuses what cannot be used. */
export async function applyCoupon(
  { read, actor, requestId, address }: Command,
  { cohortId, link, codes, count, billing }: Applied,
): Promise<Quote> {
  const offer = await getEnrolView(read, cohortId);
  if (!offer) throw new Refusal("not_found");
  const buyer = billing ?? (await getOwnBilling(read));
  const wanted = { offer, count: count ?? 1, isForOthers: count !== undefined, codes, buyer };
  const quote = await guardGuesses({ actor, requestId, address }, codes, () => getQuote(read, wanted));
  await storeAppliedCoupon(cohortId, link, codes.trim());
  return quote;
}
