"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { BillingFields, checkBillingFields, readBilling } from "#app/_forms/billing-fields.ts";
import { FormTokenInput, runOnce } from "#app/_forms/form-token.ts";
import { quoteWords } from "#components/checkout/quote-words.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { countPlaces, parseClaimNames, parsePlaceCount } from "#domain/claim-links/parse-claim-names.ts";
import { isId } from "#domain/kernel/ids.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import type { Said } from "#messages/message.ts";
import { guardGuesses } from "#services/coupons/guard-guesses.ts";
import { applyCoupon, CouponInput } from "../coupon.ts";

const NAMES_CHARACTERS_MAX = 20_000;

const Others = z.object({
  once: FormTokenInput,
  cohortId: z.string().refine((text) => isId("cohort", text)),
  count: z.string().trim().max(6).default(""),
  names: createTextInput(NAMES_CHARACTERS_MAX).default(""),
  coupon: CouponInput,
  couponLink: CouponInput,
  ...BillingFields,
  /** Whether the price is asked for, and nothing ordered yet. */
  step: z.string().max(20).default(""),
});

/** Orders places for others, and goes on to pay; places that are free to their links. Sent twice it orders once. */
export const enrolOthersAction = action(
  Others,
  async (command, { once, cohortId, count, names, coupon, couponLink: link, step, ...typed }) => {
    const { viewer, write } = command;
    if (!viewer) redirect(`/sign-in?next=${encodeURIComponent(`/enrol/${cohortId}/others`)}`);
    const { userId } = viewer;
    const places = readPlaces(count, names);
    const billing = readBilling(typed);
    if (step === "price") {
      const quote = await applyCoupon(command, { cohortId, link, codes: coupon, count: places.length, billing });
      return { message: quoteWords(quote, places.length), keep: true };
    }
    const said = { userId, mark: once, words: [cohortId, count, names, coupon, JSON.stringify(typed)] };
    const order = { cohortId, buyerId: userId, places, coupon, billing };
    const bought = await guardGuesses(command, coupon, () =>
      write((ctx) => runOnce(ctx, said, (first) => enrolOthers(first, order))),
    );
    if (!bought) redirect("/orders");
    const { code, state } = bought.order;
    redirect(state === "paid" ? `/orders/${code}/places` : `/checkout/${code}`);
  },
  [
    checkBillingFields,
    // How many and for whom are judged together, whatever else is wrong.
    (_asked, { count = "", names = "" }) => readPlaces(count, names),
  ],
);

function readPlaces(count: string, typed: string) {
  const read = parseClaimNames(typed);
  const wanted = parsePlaceCount(count);
  if ("problem" in read || "problem" in wanted) {
    throw refuse({
      ...("problem" in wanted ? { count: wanted.problem } : {}),
      ...("problem" in read ? { names: read.problem } : {}),
    });
  }
  const counted = countPlaces(wanted.count, read.names);
  if ("problem" in counted) throw refuse({ count: counted.problem });
  return counted.places;
}

const refuse = (fields: Partial<Record<"names" | "count", Said>>) => new Refusal("invalid_input", { fields });
