import { createCode } from "../kernel/ids.ts";

/** 25 of 32 letters are 125 bits: whoever tries a thousand million a second is not done before the sun is. */
const CODE_LENGTH = 25;
const GROUP = 5;

export const createCertificateCode = (): string => createCode(CODE_LENGTH);

/** As it is printed, for whoever types it: groups of five letters. */
export const formatCertificateCode = (code: string): string =>
  code.replace(new RegExp(`(.{${GROUP}})(?=.)`, "g"), "$1-");

/** The code that an address holds, in any case, with or without dashes; undefined for what is none. */
export function parseCertificateCode(typed: string): string | undefined {
  if (typed.length > CODE_LENGTH * 2) return undefined;
  const code = typed.replace(/[\s-]/g, "").toUpperCase();
  return code.length === CODE_LENGTH && /^[A-HJ-NP-Z2-9]+$/.test(code) ? code : undefined;
}
