import { z } from "zod";

/** The reason for a step. It goes into the history and the audit log, so it may not be empty. */
export const Why = z.string().trim().min(1, "Say why in a few words.").max(500, "Please keep it under 500 characters.");
