"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { FormTokenInput, runOnce } from "#app/_forms/form-token.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { countPlaces, parseClaimNames, parsePlaceCount } from "#domain/claim-links/parse-claim-names.ts";
import { isId } from "#domain/kernel/ids.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import type { Said } from "#messages/message.ts";

const NAMES_CHARACTERS_MAX = 20_000;

const Others = z.object({
  once: FormTokenInput,
  cohortId: z.string().refine((text) => isId("cohort", text)),
  count: z.string().trim().max(6).default(""),
  names: createTextInput(NAMES_CHARACTERS_MAX).default(""),
});

/** Orders places for others, and goes on to pay; places that are free to their links. Sent twice it orders once. */
export const enrolOthersAction = action(Others, async ({ viewer, write }, { once, cohortId, count, names }) => {
  if (!viewer) redirect(`/sign-in?next=${encodeURIComponent(`/enrol/${cohortId}/others`)}`);
  const { userId } = viewer;
  const places = readPlaces(count, names);
  const said = { userId, mark: once, words: [cohortId, count, names] };
  const bought = await write((ctx) =>
    runOnce(ctx, said, (first) => enrolOthers(first, { cohortId, buyerId: userId, places })),
  );
  if (!bought) redirect("/orders");
  const { code, state } = bought.order;
  redirect(state === "paid" ? `/orders/${code}/places` : `/checkout/${code}`);
});

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
