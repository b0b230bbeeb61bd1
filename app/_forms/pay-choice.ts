import { z } from "zod";
import type { PayChoice } from "#domain/instalments/pick-instalments.ts";

const INSTALMENT = /^instalment-([1-9]\d{0,2})$/;

/** What a form says is paid: all of it, by the plan, or one instalment (`instalment-2`). */
export const PayChoiceInput = z
  .union([z.enum(["all", "plan"]), z.string().regex(INSTALMENT)])
  .optional()
  .transform((sent): PayChoice | undefined => {
    if (sent === undefined || sent === "all" || sent === "plan") return sent;
    return { instalment: Number(INSTALMENT.exec(sent)?.[1]) };
  });

/** Whether the card may be kept and charged for the parts that follow: a box that is ticked. */
export const SaveCardInput = z
  .literal("yes")
  .optional()
  .catch(undefined)
  .transform((sent) => sent === "yes");

/** Which version of the school's terms stood beside the button; a form of a school without terms sends none. */
export const TermsInput = z.string().max(40).optional();
