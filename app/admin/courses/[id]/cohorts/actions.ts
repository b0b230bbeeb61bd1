"use server";

import { z } from "zod";
import type { DoneKey } from "#app/_forms/done-messages.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { requirePassword } from "#app/_auth/sign-in.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { ConfirmPasswordInput } from "#domain/accounts/inputs.ts";
import { EditVersion } from "#domain/kernel/edit-version.ts";
import { addMeeting } from "#domain/courses/add-meeting.ts";
import { cancelCohort } from "#domain/checkout/cancel-cohort.ts";
import { confirmCohort } from "#domain/checkout/confirm-cohort.ts";
import { createCohort } from "#domain/courses/create-cohort.ts";
import { checkSeats, editCohort } from "#domain/courses/edit-cohort.ts";
import { editMeeting } from "#domain/courses/edit-meeting.ts";
import { removeMeeting } from "#domain/courses/remove-meeting.ts";
import { repeatMeetingWeekly } from "#domain/courses/repeat-meeting-weekly.ts";
import { setCohortTerms } from "#domain/courses/set-cohort-terms.ts";
import { FURTHER_PARTS_MAX, MONTHS_BETWEEN_MAX } from "#domain/courses/payment-plan.ts";
import { setPaymentPlan } from "#domain/courses/set-payment-plan.ts";
import { readTypedTime } from "#domain/kernel/local-time.ts";
import { CohortTranslation, translateCohort } from "#domain/courses/translate-cohort.ts";
import { MeetingTranslation, translateMeeting } from "#domain/courses/translate-meeting.ts";
import { type CohortFields, CohortForm, MeetingForm } from "#domain/courses/inputs.ts";
import type { Rules } from "#domain/kernel/command.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { listPriceWarnings } from "#domain/payments/list-price-warnings.ts";
import { readAmount } from "#domain/kernel/read-amount.ts";
import { TypedCount } from "#domain/kernel/read-count.ts";
import { encodeMessage, issue, message, type Message } from "#messages/message.ts";

const Id = z.string().max(60);
const CohortRef = z.object({ courseId: Id, cohortId: Id });
const Edited = CohortRef.extend({ seen: EditVersion });

const back = ({ courseId, cohortId }: z.output<typeof CohortRef>, done: DoneKey) =>
  redirectDone(`/admin/courses/${courseId}/cohorts/${cohortId}`, done);

/** `warned`: the price that somebody has something against, and that was said. */
export const createCohortAction = action(
  z.object({ courseId: Id, warned: z.string().max(60).default("") }).and(CohortForm),
  async ({ read, write }, { courseId, warned, ...fields }) => {
    assertPriceConfirmed(read.rules, fields, warned);
    const cohort = await write((ctx) => createCohort(ctx, { courseId, ...fields }));
    await back({ courseId, cohortId: cohort.id }, "cohort-created");
  },
  [
    ({ read }, known) => {
      const { price, currency = "", warned = "" } = known as { price?: string; currency?: string; warned?: string };
      const amount = price ? readAmount(price, currency) : undefined;
      if (amount && "minor" in amount) assertPriceConfirmed(read.rules, { priceMinor: amount.minor, currency }, warned);
    },
  ],
);

type Price = Pick<CohortFields, "priceMinor" | "currency">;

/** What speaks against a price is said before a cohort is made with it, once: sent again, the price is meant. */
function assertPriceConfirmed(rules: Rules, { priceMinor: minor, currency }: Price, warned: string): void {
  const warnings = listPriceWarnings(rules, { minor, currency });
  const price = `${minor} ${currency}`;
  if (warnings.length === 0 || warned === price) return;
  const words = message("admin_courses.look_at_price");
  const against = warnings.map(getTranslator().format).join(" ");
  throw new Refusal("invalid_input", { words, fields: { price: against, warned: price } });
}

export const editCohortAction = action(
  Edited.and(CohortForm),
  async ({ write }, { courseId, ...changes }) => {
    await write((ctx) => editCohort(ctx, changes));
    await back({ courseId, cohortId: changes.cohortId }, "saved");
  },
  [({ read }, { cohortId, capacity }) => checkSeats(read, { cohortId, capacity })],
);

/** A number that may be left out. */
const countOrNone = (min: number, max: number) =>
  z.union([z.literal("").transform(() => null), TypedCount(min, max)]).default(null);
const wall = z.string().trim().max(30);

const Terms = Edited.extend({
  timezone: z.string().max(60),
  currency: z.string().max(3),
  cancelDays: countOrNone(0, 3_650),
  cancelPercent: TypedCount(0, 100),
  cancelFee: wall.default("0"),
  moveDays: countOrNone(0, 3_650),
  studentsMin: countOrNone(1, 100_000),
  confirmBy: wall.default(""),
  confirmByOffset: z.string().max(10).optional(),
});

export const setCohortTermsAction = action(
  Terms,
  async (
    { write },
    { courseId, cohortId, seen, timezone, currency, cancelFee, confirmBy, confirmByOffset, ...terms },
  ) => {
    const fee = readAmount(cancelFee === "" ? "0" : cancelFee, currency);
    if ("problem" in fee) throw new Refusal("invalid_input", { fields: { cancelFee: fee.problem } });
    const when =
      confirmBy === ""
        ? { instant: null }
        : readTypedTime({ typed: confirmBy, zone: timezone, offset: confirmByOffset, was: undefined });
    if ("problem" in when) throw new Refusal("invalid_input", { fields: { confirmBy: when.problem } });
    const changes = { ...terms, cancelFeeMinor: fee.minor, confirmBy: when.instant };
    await write((ctx) => setCohortTerms(ctx, { cohortId, seen, ...changes }));
    await back({ courseId, cohortId }, "saved");
  },
);

/** Empty is none. */
const WholePercent = wall.default("").transform((typed, problem) => {
  if (typed === "") return null;
  const read = TypedCount(1, 99).safeParse(typed);
  if (read.success) return read.data;
  problem.addIssue({ code: "custom", message: encodeMessage(message("fields.whole_percent")) });
  return z.NEVER;
});

const Plan = Edited.extend({
  currency: z.string().max(3),
  depositPercent: WholePercent,
  depositAmount: wall.default(""),
  furtherParts: countOrNone(1, FURTHER_PARTS_MAX),
  monthsBetween: countOrNone(1, MONTHS_BETWEEN_MAX),
});

/** How the price may be paid in parts. Everything left empty is no plan. */
export const setPaymentPlanAction = action(Plan, async ({ write }, { courseId, cohortId, seen, ...typed }) => {
  await write((ctx) => setPaymentPlan(ctx, { cohortId, seen, plan: readPlan(typed) }));
  await back({ courseId, cohortId }, "saved");
});

type TypedPlan = Pick<
  z.output<typeof Plan>,
  "currency" | "depositPercent" | "depositAmount" | "furtherParts" | "monthsBetween"
>;

function readPlan({ currency, depositPercent: percent, depositAmount, furtherParts, monthsBetween }: TypedPlan) {
  const refuse = (field: string, words: Message) => new Refusal("invalid_input", { fields: { [field]: words } });
  const hasAmount = depositAmount !== "";
  if (percent === null && !hasAmount && furtherParts === null) return null;
  if (percent !== null && hasAmount) throw refuse("depositAmount", message("fields.deposit_one_of_two"));
  if (percent === null && !hasAmount) throw refuse("depositPercent", message("fields.deposit_one_of_two"));
  if (furtherParts === null) throw refuse("furtherParts", message("fields.needed"));
  const rest = { furtherParts, monthsBetween: monthsBetween ?? 1 };
  if (percent !== null) return { deposit: { percent }, ...rest };
  const amount = readAmount(depositAmount, currency);
  if ("problem" in amount) throw refuse("depositAmount", amount.problem);
  if (amount.minor < 1) throw refuse("depositAmount", message("fields.plan_does_not_add_up"));
  return { deposit: { minor: amount.minor }, ...rest };
}

export const confirmCohortAction = action(CohortRef, async ({ write }, at) => {
  await write((ctx) => confirmCohort(ctx, { cohortId: at.cohortId }));
  await back(at, "cohort-confirmed");
});

const Translation = Edited.extend(CohortTranslation.shape);

export const translateCohortAction = action(Translation, async ({ write }, { courseId, ...translation }) => {
  await write((ctx) => translateCohort(ctx, translation));
  await back({ courseId, cohortId: translation.cohortId }, "saved");
});

const Cancel = CohortRef.extend({
  why: ReasonInput,
  refund: z.enum(["now", "review"]).optional(),
  confirmPassword: ConfirmPasswordInput,
});

export const cancelCohortAction = action(Cancel, async (command, { why, refund, confirmPassword, ...at }) => {
  const { write } = refund === "now" ? await requirePassword(command, confirmPassword) : command;
  await write((ctx) => cancelCohort(ctx, { cohortId: at.cohortId, why, refund }));
  if (refund) await redirectDone(`/admin/cancellations?cohort=${at.cohortId}`, "cohort-being-cancelled");
  await back(at, "cohort-cancelled");
});

const WEEKS_MAX = 52;
const Weeks = TypedCount(1, WEEKS_MAX, {
  min: issue("admin_courses.weeks_too_few"),
  max: issue("admin_courses.weeks_too_many", { weeksMax: WEEKS_MAX }),
});

/** The form says the cohort's timezone, in which its times were typed. */
const Timezone = z.object({ timezone: z.string().max(60) });

export const addMeetingAction = action(
  CohortRef.extend({ weeks: Weeks }).and(Timezone).and(MeetingForm),
  async ({ write }, { courseId, cohortId, weeks, timezone, ...first }) => {
    await write(async (ctx) => {
      for (const meeting of repeatMeetingWeekly(first, timezone, weeks))
        await addMeeting(ctx, { cohortId, ...meeting });
    });
    await back({ courseId, cohortId }, "meeting-added");
  },
  [
    (_asked, known) => {
      // Its hours alone, whatever else is wrong.
      const { startsAt, startsAtOffset, endsAt, endsAtOffset } = known as Record<string, unknown>;
      const first = MeetingForm.safeParse({
        ...{ startsAt, startsAtOffset, endsAt, endsAtOffset },
        timezone: known.timezone,
      });
      if (first.success) repeatMeetingWeekly(first.data, known.timezone ?? "", known.weeks ?? 1);
    },
  ],
);

export const editMeetingAction = action(
  Edited.extend({ meetingId: Id }).and(Timezone).and(MeetingForm),
  async ({ write }, { courseId, cohortId, meetingId, timezone: _, ...fields }) => {
    await write((ctx) => editMeeting(ctx, { meetingId, ...fields }));
    await back({ courseId, cohortId }, "meeting-saved");
  },
);

export const translateMeetingAction = action(
  Edited.extend({ meetingId: Id, ...MeetingTranslation.shape, alike: z.string().optional() }),
  async ({ write }, { courseId, cohortId, alike, ...translation }) => {
    await write((ctx) => translateMeeting(ctx, { ...translation, withAlike: alike !== undefined }));
    await back({ courseId, cohortId }, "meeting-saved");
  },
);

export const removeMeetingAction = action(
  CohortRef.extend({ meetingId: Id }),
  async ({ write }, { meetingId, ...at }) => {
    await write((ctx) => removeMeeting(ctx, { meetingId }));
    await back(at, "meeting-removed");
  },
);
