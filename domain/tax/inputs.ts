import { z } from "zod";
import { TAX_CATEGORIES } from "#db/enums.ts";
import { issue } from "#messages/message.ts";
import { COUNTRIES } from "../kernel/countries.ts";
import { createLineInput } from "../kernel/text-inputs.ts";

export const TAX_KIND_MAX = 60;
export const TAX_NOTE_MAX = 300;
const RATE_PPM_MAX = 1_000_000;

/** The years in which a rate may begin. Another one was not meant. */
const [FIRST_YEAR, LAST_YEAR] = ["1995", "2199"];

/** What courses a rate is for, in the school's words. Nothing is for all that have no other. */
export const TaxKind = createLineInput(TAX_KIND_MAX);

/** A buyer's country; nothing is for all that have none of their own. */
const Country = z.string().refine((code) => code === "" || COUNTRIES.includes(code), issue("fields.choose_from_list"));

/** The first day of it; nothing is from ever. */
const ValidFrom = z.union([
  z.literal(""),
  z.iso.date().refine((day) => day >= FIRST_YEAR && day <= `${LAST_YEAR}-12-31`, {
    message: issue("fields.tax_year_range", { first: FIRST_YEAR, last: LAST_YEAR }),
  }),
]);

type Checked = { category: string; ratePpm: number; note: string };

/** What no field can say alone. */
export function checkTaxRate({ category, ratePpm, note }: Checked, problem: z.core.$RefinementCtx): void {
  const add = (field: string, words: ReturnType<typeof issue>) =>
    problem.addIssue({ code: "custom", path: [field], message: words });
  if (category === "standard" && ratePpm === 0) add("ratePpm", issue("fields.tax_rate_above_zero"));
  if (category !== "standard" && ratePpm > 0) add("ratePpm", issue("fields.tax_rate_zero"));
  // EN 16931, BR-E-10: an invoice that charges none must say why.
  if (category === "exempt" && note === "") add("note", issue("fields.tax_note_needed"));
}

/** One rate of tax. `ratePpm`: millionths, 81000 is 8.1 %. */
export const TaxRateFields = z
  .strictObject({
    kind: TaxKind.default(""),
    country: Country.default(""),
    category: z.enum(TAX_CATEGORIES).exclude(["reverse_charge"]),
    ratePpm: z.number().int().min(0).max(RATE_PPM_MAX, issue("fields.percent_example")).default(0),
    note: createLineInput(TAX_NOTE_MAX).default(""),
    validFrom: ValidFrom.default(""),
  })
  .superRefine(checkTaxRate);
export type TaxRateFields = z.output<typeof TaxRateFields>;
