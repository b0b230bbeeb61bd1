import { z } from "zod";
import { issue } from "#messages/message.ts";
import { readEmail } from "../kernel/email-address.ts";
import { createLineInput } from "../kernel/text-inputs.ts";
import { readMailDomain } from "../rules/mail-domains.ts";

export const BLOCK_SEATS_MAX = 500;
const BLOCK_ADDRESSES_MAX = 500;
export const BLOCK_NAME_MAX = 200;
const CODE = /^[A-Z0-9-]{6,40}$/;

/** A code as it is stored and compared: however somebody types it, without blanks and in capitals. */
export const readBlockCode = (typed: string): string =>
  typed.slice(0, 200).normalize("NFKC").replace(/\s+/g, "").toUpperCase();

const Code = z
  .string()
  .transform(readBlockCode)
  .refine((code) => CODE.test(code), issue("fields.block_code_shape"));

/** An address, or a domain as rules write it. */
const Address = z
  .string()
  .max(300)
  .transform((typed, problem) => {
    const read = readEmail(typed);
    const entry = "email" in read ? read.email : readMailDomain(typed);
    if (entry !== undefined) return entry;
    problem.addIssue({ code: "custom", message: issue("fields.no_address_or_domain", { typed: typed.slice(0, 60) }) });
    return z.NEVER;
  });

/** Seats that are kept for whoever types the code, or has one of the addresses. */
export const SeatBlockFields = z.strictObject({
  name: createLineInput(BLOCK_NAME_MAX).min(1, issue("fields.block_name_needed")),
  code: Code.nullable().default(null),
  addresses: z.array(Address).max(BLOCK_ADDRESSES_MAX).default([]),
  seats: z.number().int().min(1).max(BLOCK_SEATS_MAX),
  /** The last day on which they are kept, in the cohort's timezone. */
  untilOn: z.iso.date(),
});
export type SeatBlockFields = z.output<typeof SeatBlockFields>;
