import { z } from "zod";
import { INSTALMENT_KINDS, INSTALMENT_STATES } from "#db/enums.ts";
import { Amount, Moment } from "./parts.ts";

export const PaymentPlan = z
  .strictObject({
    deposit: z.union([z.strictObject({ percent: z.int() }), z.strictObject({ minor: z.int() })]),
    furtherParts: z.int(),
    monthsBetween: z.int(),
  })
  .nullable()
  .meta({ description: "How the price may be paid in instalments; null where it is paid at once." });

export const Instalment = z
  .strictObject({
    number: z.int().meta({ description: "From 1. A fee has that of the instalment that was late." }),
    kind: z.enum(INSTALMENT_KINDS).meta({
      description:
        "A part of the price, the fee of a reminder, or what a cancelled order still asks for of the fee of its cancellation.",
    }),
    dueOn: z.string().meta({ description: "The last day on which it is paid in time (`2027-03-03`)." }),
    amount: Amount,
    state: z.enum(INSTALMENT_STATES),
    paidAt: Moment.nullable(),
  })
  .meta({ id: "Instalment" });
