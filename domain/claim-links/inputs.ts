import { z } from "zod";
import { hasLink } from "../accounts/has-link.ts";
import { EmailInput, NAME_WITHOUT_LINK } from "../accounts/inputs.ts";
import { createLineInput } from "../kernel/text-inputs.ts";

/** For whom a place is meant; empty where the buyer does not say. */
export const ClaimNameInput = createLineInput(200)
  .refine((name) => !hasLink(name), NAME_WITHOUT_LINK)
  .default("");

/** Where its link is mailed to, as a form sends it: an empty field is no address. */
export const ClaimEmailForm = z
  .string()
  .default("")
  .transform((typed) => (typed.trim() === "" ? null : typed))
  .pipe(z.union([z.null(), EmailInput]));
