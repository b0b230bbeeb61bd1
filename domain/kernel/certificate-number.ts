const SERIAL_DIGITS = 4;

type Numbered = { year: number; serial: number };

/** What stands on a certificate and in lists: `2026-0042`. A corrected one keeps its number. */
export const formatCertificateNumber = ({ year, serial }: Numbered): string =>
  `${year}-${String(serial).padStart(SERIAL_DIGITS, "0")}`;

/** The number that was typed, in a search: undefined for what is none. */
export function parseCertificateNumber(typed: string): Numbered | undefined {
  const [, year, serial] = /^\s*(\d{4})\s*[-–/ ]\s*(\d{1,9})\s*$/.exec(typed) ?? [];
  return year && serial ? { year: Number(year), serial: Number(serial) } : undefined;
}
