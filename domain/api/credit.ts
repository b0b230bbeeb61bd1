import { z } from "zod";
import { CREDIT_ENTRY_KINDS } from "#db/enums.ts";
import { Amount, Id, Moment } from "./parts.ts";

export const Credit = z
  .strictObject({
    payable: z.array(Amount).meta({
      description: "How much of each may be paid out: what was given in place of money and is still there.",
    }),
    balances: z.array(Amount).meta({ description: "One for each currency of which there is any." }),
    offers: z
      .array(z.strictObject({ id: Id("cro"), orderCode: z.string(), amount: Amount, reason: z.string(), at: Moment }))
      .meta({ description: "What the student is asked to take in place of money." }),
    entries: z
      .array(
        z.strictObject({
          id: Id("cre"),
          kind: z.enum(CREDIT_ENTRY_KINDS),
          amount: Amount,
          orderCode: z.string().nullable(),
          reason: z.string(),
          at: Moment,
        }),
      )
      .meta({ description: "What was added, and below nothing what was taken, the newest first." }),
  })
  .meta({ id: "Credit" });
