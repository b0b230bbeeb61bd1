import { createTextInput } from "#domain/kernel/text-inputs.ts";

/** The reason for a step. It goes into the history and the audit log, so it may not be empty. */
export const Why = createTextInput(500, "Please keep it under 500 characters.").min(1, "Say why in a few words.");
