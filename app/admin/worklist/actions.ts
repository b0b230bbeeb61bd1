"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { WORK_KINDS } from "#db/enums.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { assignWork } from "#domain/reports/assign-work.ts";
import { takeWorkStep } from "#domain/reports/take-work-step.ts";
import { WORK_STEPS } from "#domain/reports/work-steps.ts";

const AT = "/admin/worklist";
const Item = z.object({
  kind: z.enum(WORK_KINDS),
  itemId: z.string().max(60),
  /** The list as it stood. Another address is none of it. */
  back: z
    .string()
    .max(300)
    .default(AT)
    .transform((back) => (back === AT || back.startsWith(`${AT}?`) ? back : AT)),
});

/** Takes something on, gives it to a colleague, or back to nobody (an empty owner). */
export const assignWorkAction = action(
  Item.extend({ ownerId: z.string().max(60).default("") }),
  async ({ write }, { back, ownerId, ...item }) => {
    await write((ctx) => assignWork(ctx, { ...item, ownerId: ownerId === "" ? null : ownerId }));
    await redirectDone(back, "work-assigned");
  },
);

/** Does the next step about something that waits. */
export const takeStepAction = action(
  Item.extend({ step: z.enum(WORK_STEPS), why: createTextInput(500).default("") }),
  async ({ write }, { back, ...step }) => {
    await write((ctx) => takeWorkStep(ctx, step));
    await redirectDone(back, "work-step-taken");
  },
);
