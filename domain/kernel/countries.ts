/** The codes of ISO 3166-1 (alpha-2), as they are written on an envelope's last line and in an invoice. */
export const COUNTRIES: readonly string[] = (
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI " +
  "CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ " +
  "GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS " +
  "LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG " +
  "PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK " +
  "TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
).split(" ");

/** Where post has no codes (UPU): nobody there can say one. */
const WITHOUT_POST_CODES: ReadonlySet<string> = new Set(
  (
    "AE AG AO AW BF BI BJ BO BQ BS BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK IE JM KI KM KN KP LC LY ML MO MR MW " +
    "NA NR NU PA QA RW SB SC SL SO SR SS ST SX SY TD TG TK TL TO TT TV UG VU YE ZW"
  ).split(" "),
);

/** Whether an address there is whole without a postal code. Ireland has them, and many of its addresses do without. */
export const hasNoPostCodes = (country: string): boolean => WITHOUT_POST_CODES.has(country);

const names = new Map<string, Intl.DisplayNames>();

/** What a country is called in a language; the code itself where nobody knows. */
export function getCountryName(code: string, language: string): string {
  let known = names.get(language);
  if (!known) {
    known = new Intl.DisplayNames(language, { type: "region" });
    names.set(language, known);
  }
  return known.of(code) ?? code;
}

/** Every country with its name in a language, in that language's order. */
export function listCountries(language: string): { value: string; label: string }[] {
  const all = COUNTRIES.map((value) => ({ value, label: getCountryName(value, language) }));
  const { compare } = new Intl.Collator(language);
  return all.sort((a, b) => compare(a.label, b.label));
}

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
