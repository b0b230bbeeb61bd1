"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action, type Command } from "#app/_forms/action.ts";
import { FormTokenInput, runOnce } from "#app/_forms/form-token.ts";
import { quoteWords } from "#components/checkout/quote-words.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { getEnrolView } from "#domain/checkout/get-enrol-view.ts";
import { getQuote } from "#domain/checkout/get-quote.ts";
import { countPlaces, parseClaimNames, parsePlaceCount } from "#domain/claim-links/parse-claim-names.ts";
import { isId } from "#domain/kernel/ids.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import type { Said } from "#messages/message.ts";
import { guardGuesses } from "#services/coupons/guard-guesses.ts";
import { CouponInput } from "../coupon.ts";

const NAMES_CHARACTERS_MAX = 20_000;

const Others = z.object({
  once: FormTokenInput,
  cohortId: z.string().refine((text) => isId("cohort", text)),
  count: z.string().trim().max(6).default(""),
  names: createTextInput(NAMES_CHARACTERS_MAX).default(""),
  coupon: CouponInput,
  /** Whether the price is asked for, and nothing ordered yet. */
  step: z.string().max(20).default(""),
});

/** Orders places for others, and goes on to pay; places that are free to their links. Sent twice it orders once. */
export const enrolOthersAction = action(Others, async (command, { once, cohortId, count, names, coupon, step }) => {
  const { viewer, write } = command;
  if (!viewer) redirect(`/sign-in?next=${encodeURIComponent(`/enrol/${cohortId}/others`)}`);
  const { userId } = viewer;
  const places = readPlaces(count, names);
  if (step === "price") return sayPrice(command, { cohortId, coupon, count: places.length });
  const said = { userId, mark: once, words: [cohortId, count, names, coupon] };
  const order = { cohortId, buyerId: userId, places, coupon };
  const bought = await guardGuesses(command, coupon, () =>
    write((ctx) => runOnce(ctx, said, (first) => enrolOthers(first, order))),
  );
  if (!bought) redirect("/orders");
  const { code, state } = bought.order;
  redirect(state === "paid" ? `/orders/${code}/places` : `/checkout/${code}`);
});

/** What so many places cost, as the form says it above the button that orders them. */
async function sayPrice(
  command: Command,
  { cohortId, coupon, count }: { cohortId: string; coupon: string; count: number },
): Promise<{ message: string; keep: true }> {
  const offer = await getEnrolView(command.read, cohortId);
  if (!offer) throw new Refusal("not_found");
  const quote = await guardGuesses(command, coupon, () =>
    getQuote(command.read, { offer, count, isForOthers: true, codes: coupon }),
  );
  return { message: quoteWords(quote, count), keep: true };
}

function readPlaces(count: string, typed: string) {
  const read = parseClaimNames(typed);
  if ("problem" in read) throw refuse("names", read.problem);
  const wanted = parsePlaceCount(count);
  if ("problem" in wanted) throw refuse("count", wanted.problem);
  const counted = countPlaces(wanted.count, read.names);
  if ("problem" in counted) throw refuse("count", counted.problem);
  return counted.places;
}

const refuse = (field: "names" | "count", problem: Said) =>
  new Refusal("invalid_input", { fields: { [field]: problem } });
