import { z } from "zod";
import { issue } from "#messages/message.ts";
import { createLineInput } from "../kernel/text-inputs.ts";
import { BOOKABLE_ACCOUNTS } from "./bookable-accounts.ts";

/** To which account money of no order is booked, and what it is, as it stands in the entry. */
export const AccountBooking = z.object({
  account: z.enum(BOOKABLE_ACCOUNTS, issue("fields.choose_from_list")),
  words: createLineInput(300).min(1, issue("fields.entry_words_needed")),
});
