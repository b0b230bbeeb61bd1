"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { getBirthPrompts } from "#app/_forms/birth-prompts.ts";
import { TickedBox } from "#app/admin/_list/inputs.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { EditVersion } from "#domain/kernel/edit-version.ts";
import { TypedCount } from "#domain/kernel/read-count.ts";
import { AGE_MAX, CohortRuleFields, PAY_DAYS_MAX } from "#domain/rules/inputs.ts";
import { splitList } from "#domain/rules/mail-domains.ts";
import { createSeatBlock } from "#domain/seat-blocks/create-seat-block.ts";
import { endSeatBlock } from "#domain/seat-blocks/end-seat-block.ts";
import { BLOCK_SEATS_MAX, SeatBlockFields } from "#domain/seat-blocks/inputs.ts";
import { setCohortRules } from "#domain/rules/set-cohort-rules.ts";

const Id = z.string().max(60);

const orNone = z.literal("").transform(() => null);
const Age = z.union([orNone, TypedCount(0, AGE_MAX)]).default(null);
const { prerequisiteIds, mailDomains } = CohortRuleFields.shape;

/** One box that is ticked comes as a text, several as a list. */
const Ticked = z.preprocess((sent) => (typeof sent === "string" ? [sent] : (sent ?? [])), prerequisiteIds.unwrap());

const Rules = z.object({
  courseId: Id,
  cohortId: Id,
  seen: EditVersion,
  prerequisiteIds: Ticked,
  ageMin: Age,
  ageMax: Age,
  ageOn: z.union([orNone, z.iso.date()]).default(null),
  birthQuestionId: z.union([orNone, Id]).default(null),
  needsApproval: TickedBox,
  payDays: TypedCount(1, PAY_DAYS_MAX),
  mailDomains: z.string().max(5_000).default("").transform(splitList).pipe(mailDomains.unwrap()),
});

const Block = z.object({
  courseId: Id,
  cohortId: Id,
  name: SeatBlockFields.shape.name,
  seats: TypedCount(1, BLOCK_SEATS_MAX),
  code: z.union([orNone, SeatBlockFields.shape.code.unwrap().unwrap()]).default(null),
  untilOn: SeatBlockFields.shape.untilOn,
  addresses: z.string().max(20_000).default("").transform(splitList).pipe(SeatBlockFields.shape.addresses.unwrap()),
});

export const createSeatBlockAction = action(Block, async ({ write }, { courseId, cohortId, ...fields }) => {
  await write((ctx) => createSeatBlock(ctx, { cohortId, ...fields }));
  await redirectDone(pathOf({ courseId, cohortId }), "seats-kept");
});

export const endSeatBlockAction = action(
  z.object({ courseId: Id, cohortId: Id, blockId: Id }),
  async ({ write }, { courseId, ...at }) => {
    await write((ctx) => endSeatBlock(ctx, at));
    await redirectDone(pathOf({ courseId, cohortId: at.cohortId }), "seats-freed");
  },
);

const pathOf = ({ courseId, cohortId }: { courseId: string; cohortId: string }) =>
  `/admin/courses/${courseId}/cohorts/${cohortId}/rules`;

export const setCohortRulesAction = action(Rules, async ({ write }, { courseId, cohortId, ...rules }) => {
  await write((ctx) => setCohortRules(ctx, { cohortId, birthPrompts: getBirthPrompts(), ...rules }));
  await redirectDone(pathOf({ courseId, cohortId }), "saved");
});
