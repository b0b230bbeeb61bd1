import { message, type Message } from "#messages/message.ts";

type Form = {
  /** What comes after the letters of the country. */
  shape: RegExp;
  /** One that has this shape. */
  example: string;
  /** Whether its check digits fit, where the country has made known how they are computed. */
  fits?: (own: string) => boolean;
};

const toDigits = (text: string) => [...text].map(Number);
const weigh = (digits: readonly number[], weights: readonly number[]) =>
  weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);

/** ISO 7064, mod 11, 10. */
function fitsGermany(own: string): boolean {
  const digits = toDigits(own);
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (digit + product) % 10 || 10;
    product = (2 * sum) % 11;
  }
  return (11 - product) % 10 === digits.at(-1);
}

/** Digits that count double have their own digits added up. */
const double = (digit: number) => (digit < 5 ? digit * 2 : digit * 2 - 9);

function fitsItaly(own: string): boolean {
  const digits = toDigits(own);
  const sum = digits.slice(0, -1).reduce((total, digit, at) => total + (at % 2 === 1 ? double(digit) : digit), 0);
  return (10 - (sum % 10)) % 10 === digits.at(-1);
}

function fitsAustria(own: string): boolean {
  const digits = toDigits(own.slice(1));
  const sum = digits.slice(0, -1).reduce((total, digit, at) => total + (at % 2 === 1 ? double(digit) : digit), 4);
  return (10 - (sum % 10)) % 10 === digits.at(-1);
}

function fitsSwitzerland(own: string): boolean {
  const digits = toDigits(own);
  const rest = (11 - (weigh(digits, [5, 4, 3, 2, 7, 6, 5, 4]) % 11)) % 11;
  return rest === digits[8];
}

const fitsBelgium = (own: string) => 97 - (Number(own.slice(0, 8)) % 97) === Number(own.slice(8));
const fitsLuxembourg = (own: string) => Number(own.slice(0, 6)) % 89 === Number(own.slice(6));
const fitsDenmark = (own: string) => weigh(toDigits(own), [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
const fitsPoland = (own: string) => weigh(toDigits(own), [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(own[9]);

/** By the letters with which it begins: those of the country, but EL for Greece and XI for Northern Ireland. */
const FORMS: Record<string, Form> = {
  AT: { shape: /^U\d{8}$/, example: "ATU13585627", fits: fitsAustria },
  BE: { shape: /^[01]\d{9}$/, example: "BE0428759497", fits: fitsBelgium },
  BG: { shape: /^\d{9,10}$/, example: "BG175074752" },
  CH: {
    shape: /^E\d{9}(MWST|TVA|IVA|VAT)?$/,
    example: "CHE-107.787.577 MWST",
    fits: (own) => fitsSwitzerland(own.slice(1, 10)),
  },
  CY: { shape: /^\d{8}[A-Z]$/, example: "CY10259033P" },
  CZ: { shape: /^\d{8,10}$/, example: "CZ25123891" },
  DE: { shape: /^\d{9}$/, example: "DE136695976", fits: fitsGermany },
  DK: { shape: /^\d{8}$/, example: "DK13585628", fits: fitsDenmark },
  EE: { shape: /^\d{9}$/, example: "EE100931558" },
  EL: { shape: /^\d{9}$/, example: "EL094259216" },
  ES: { shape: /^[A-Z0-9]\d{7}[A-Z0-9]$/, example: "ESB58378431" },
  FI: { shape: /^\d{8}$/, example: "FI20774740" },
  FR: { shape: /^[A-HJ-NP-Z0-9]{2}\d{9}$/, example: "FR40303265045" },
  GB: { shape: /^(\d{9}|\d{12}|GD[0-4]\d{2}|HA[5-9]\d{2})$/, example: "GB980780684" },
  HR: { shape: /^\d{11}$/, example: "HR33392005961" },
  HU: { shape: /^\d{8}$/, example: "HU12892312" },
  IE: { shape: /^(\d{7}[A-W][A-I]?|\d[A-Z*+]\d{5}[A-W])$/, example: "IE6433435F" },
  IT: { shape: /^\d{11}$/, example: "IT00743110157", fits: fitsItaly },
  LI: { shape: /^\d{5}$/, example: "LI59880" },
  LT: { shape: /^(\d{9}|\d{12})$/, example: "LT119511515" },
  LU: { shape: /^\d{8}$/, example: "LU15027442", fits: fitsLuxembourg },
  LV: { shape: /^\d{11}$/, example: "LV40003521600" },
  MT: { shape: /^\d{8}$/, example: "MT11679112" },
  NL: { shape: /^\d{9}B\d{2}$/, example: "NL004495445B01" },
  NO: { shape: /^\d{9}(MVA)?$/, example: "NO995525828MVA" },
  PL: { shape: /^\d{10}$/, example: "PL8567346215", fits: fitsPoland },
  PT: { shape: /^\d{9}$/, example: "PT501964843" },
  RO: { shape: /^\d{2,10}$/, example: "RO18547290" },
  SE: { shape: /^\d{10}01$/, example: "SE123456789701" },
  SI: { shape: /^\d{8}$/, example: "SI50223054" },
  SK: { shape: /^\d{10}$/, example: "SK2022749619" },
  XI: { shape: /^(\d{9}|\d{12}|GD[0-4]\d{2}|HA[5-9]\d{2})$/, example: "XI980780684" },
};

const PREFIXES: Readonly<Record<string, string>> = { GR: "EL" };
const OTHER_SHAPE = /^[A-Z0-9]{2,20}$/;

/**
 * A VAT id in capitals and without blanks, dots and dashes. One that was typed without the letters of its country gets them where its
 * form is known: `136695976` in Germany is `DE136695976`.
 */
export function compactVatId(typed: string, country: string): string {
  const compact = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s.\-\u2010-\u2015/]/g, "");
  const prefix = PREFIXES[country] ?? country;
  const form = FORMS[prefix];
  if (prefix !== country && compact.startsWith(country)) return prefix + compact.slice(country.length);
  return form && !compact.startsWith(prefix) && form.shape.test(compact) ? prefix + compact : compact;
}

/**
 * What is wrong with a compact VAT id: its form, by the country with whose letters it begins, or its check digits. Null where nothing is,
 * and for those of countries whose form nobody here knows.
 */
export function describeVatIdFault(vatId: string, country: string): Message | null {
  const prefix = vatId.slice(0, 2);
  const form = FORMS[prefix];
  const own = vatId.slice(2);
  if (form?.shape.test(own)) return form.fits && !form.fits(own) ? message("fields.vat_id_digits") : null;
  const expected = FORMS[PREFIXES[country] ?? country] ?? (/^\d/.test(own) ? form : undefined);
  if (expected) return message("fields.vat_id_shape", { example: expected.example });
  return OTHER_SHAPE.test(vatId) ? null : message("fields.vat_id_characters");
}
