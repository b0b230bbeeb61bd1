import { z } from "zod";
import { TAX_CATEGORIES } from "#db/enums.ts";
import type { StoredTaxRate } from "../tax/add-tax-rate.ts";
import { Id, Moment } from "./parts.ts";

export const TaxRateShape = z
  .strictObject({
    id: Id("txr"),
    kind: z.string().meta({ description: "The kind of courses that it is for; empty for all of no other." }),
    country: z.string().meta({ description: "ISO 3166-1 alpha-2 of the buyers that it is for; empty for all." }),
    category: z.enum(TAX_CATEGORIES),
    ratePpm: z.int().meta({ description: "Millionths: 81000 is 8.1 %." }),
    note: z.string().meta({ description: "Why no tax is charged." }),
    validFrom: z.string().meta({ description: "Its first day, such as `2027-01-01`; empty where it was always so." }),
    createdAt: Moment,
  })
  .meta({ id: "TaxRate" });

export function toTaxRateView(rate: StoredTaxRate): z.output<typeof TaxRateShape> {
  const { createdBy: _, ...shown } = rate;
  return shown;
}
