/** Letters that are not those of the country: Greece, and goods of Northern Ireland. */
const COUNTRY_OF: Readonly<Record<string, string>> = { EL: "GR", XI: "GB" };

/** Countries whose companies have VAT ids of another: Monaco France's, the Isle of Man the United Kingdom's, Liechtenstein its own and Switzerland's. */
const ALSO_OF: Readonly<Record<string, string>> = { MC: "FR", IM: "GB", LI: "CH" };

/**
 * The country of a compact VAT id (ISO 3166-1 alpha-2) where it is another than the address says; null where they agree, where one is missing, and
 * where an id begins with no letters. A company may be registered abroad, so this is worth a look and nothing to refuse.
 */
export function getOtherVatCountry(vatId: string, country: string): string | null {
  const prefix = /^[A-Z]{2}/.exec(vatId)?.[0];
  if (!prefix || country === "") return null;
  const own = COUNTRY_OF[prefix] ?? prefix;
  return own === country || ALSO_OF[country] === own ? null : own;
}
