import { z } from "zod";
import { EmailInput } from "../accounts/inputs.ts";
import { createLineInput } from "../kernel/text-inputs.ts";

/** For whom a place is meant; empty where the buyer does not say. */
export const ClaimNameInput = createLineInput(200).default("");

/** Where its link is mailed to, as a form sends it: an empty field is no address. */
export const ClaimEmailForm = z
  .string()
  .default("")
  .transform((typed) => (typed.trim() === "" ? null : typed))
  .pipe(z.union([z.null(), EmailInput]));
