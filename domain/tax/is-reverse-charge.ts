/** Member states of the European Union, whose VAT ids their tables of VAT know (Directive 2006/112/EC, Article 214). */
const EU_COUNTRIES: ReadonlySet<string> = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

/** Where VAT ids begin with other letters than the country's own (Article 215). */
const VAT_PREFIXES: Readonly<Record<string, string>> = { GR: "EL" };

/** To whom it is billed, as far as tax asks. `vatId`: as it is kept, its form checked. */
export type TaxBuyer = { country: string; company: string; vatId: string };

/**
 * Whether the buyer accounts for the tax (Article 196 of the directive): a company with a VAT id in a member state that is not the school's.
 * `note` is what the school prints then; a school without one charges its tax to all.
 */
export function isReverseCharge(
  buyer: TaxBuyer | undefined,
  school: { country: string | null; note: string },
): boolean {
  if (!buyer || school.note === "") return false;
  const isAbroad = EU_COUNTRIES.has(buyer.country) && buyer.country !== school.country;
  // A VAT id of another country, above all of the school's own, says that the company is taxed there.
  const isTheirs = buyer.vatId.startsWith(VAT_PREFIXES[buyer.country] ?? buyer.country);
  return isAbroad && buyer.company !== "" && buyer.vatId !== "" && isTheirs;
}
