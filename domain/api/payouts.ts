import { z } from "zod";
import { PAYOUT_STATUSES, type PayoutRow } from "../payouts/list-payouts.ts";
import { Amount, Id, Moment } from "./parts.ts";

export const Payout = z
  .strictObject({
    id: Id("ref"),
    paymentId: Id("pay"),
    orderCode: z.string(),
    status: z.enum(PAYOUT_STATUSES).meta({
      description:
        "`to_send`: its account is known; `account_missing`; `in_file`: in a file for the bank; `sent`; `returned`: the bank sent it back.",
    }),
    amount: Amount,
    holder: z.string().nullable().meta({ description: "Whose account it goes to; null while it is not known." }),
    iban: z
      .string()
      .nullable()
      .meta({ description: "The IBAN, or the account's number with its bank where there are none." }),
    ageDays: z.int().meta({ description: "Whole days from the request until it was sent, or until now." }),
    createdAt: Moment,
    doneAt: Moment.nullable(),
  })
  .meta({ id: "Payout" });

export function toPayoutView(row: PayoutRow): z.output<typeof Payout> {
  const {
    id,
    paymentId,
    orderCode,
    status,
    amountMinor: minor,
    currency,
    holder,
    iban,
    ageDays,
    createdAt,
    doneAt,
  } = row;
  return { id, paymentId, orderCode, status, amount: { minor, currency }, holder, iban, ageDays, createdAt, doneAt };
}
