import { z } from "zod";
import { getTranslator } from "#components/messages/get-translator.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

/** The reason for a step. It goes into the history and the audit log, so it may not be empty. */
export const ReasonInput = createTextInput(500, { error: () => getTranslator()("admin_list.reason_too_long") }).min(1, {
  error: () => getTranslator()("admin_list.reason_missing"),
});

/** A box that was left empty sends nothing. */
export const TickedBox = z
  .string()
  .optional()
  .transform((ticked) => ticked !== undefined);
