"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { WORK_KINDS } from "#db/enums.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { assignWork } from "#domain/reports/assign-work.ts";
import { takeWorkStep } from "#domain/reports/take-work-step.ts";
import { WORK_STEPS } from "#domain/reports/work-steps.ts";

const AT = "/admin/worklist";
/** Empty for nobody. */
const OwnerId = z
  .string()
  .max(60)
  .transform((id) => id || null);
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
  // Whose it was on the page that was pressed; a page that says nothing is not held to it.
  Item.extend({ ownerId: OwnerId.default(null), seenOwnerId: OwnerId.optional() }),
  async ({ write }, { back, ...given }) => {
    await write((ctx) => assignWork(ctx, given)).catch((error: unknown) => {
      // The page has who has it now. In the list of one owner it would no longer have the row that says so.
      if (isRefusal(error) && error.code === "wrong_state" && !back.includes("owner=")) refresh();
      throw error;
    });
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
