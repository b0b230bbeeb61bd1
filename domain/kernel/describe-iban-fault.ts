import { message, type Message } from "#messages/message.ts";
import { compactCode, computeModulo97 } from "./modulo97.ts";

/** How long account numbers are, by country: the registry of ISO 13616 and, in the last lines, countries that use them unregistered. */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 " +
    "FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 " +
    "LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 " +
    "RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 " +
    "AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/**
 * What is wrong with an account number, in the order in which a person finds it: characters that none has, how it begins, its
 * country, its length, its check digits. Null when nothing is, however it is spaced and written.
 */
export function describeIbanFault(text: string): Message | null {
  const iban = compactCode(text);
  const foreign = [...new Set(iban.replace(/[A-Z0-9]/g, ""))].slice(0, 5).join(" ");
  if (foreign !== "") return message("fields.iban_characters", { characters: foreign });
  if (!/^[A-Z]{2}\d{2}/.test(iban)) return message("fields.iban_beginning");
  const country = iban.slice(0, 2);
  const length = LENGTHS.get(country);
  if (length === undefined) return message("fields.iban_country", { country });
  if (iban.length !== length) return message("fields.iban_length", { country, length, given: iban.length });
  return computeModulo97(iban.slice(4) + iban.slice(0, 4)) === 1 ? null : message("fields.iban_wrong");
}
