import { getCountryName } from "../kernel/countries.ts";
import type { SchoolSettings } from "./inputs.ts";

export type SchoolAddress = Pick<
  SchoolSettings,
  "addressStreet" | "addressNumber" | "addressPostCode" | "addressTown" | "addressCountry" | "postalAddress"
>;

/**
 * Where post reaches the school, a line each as on an envelope without its name; empty when it has not said so. A school that wrote its
 * address as one text, and has not given its parts yet, keeps that text.
 */
export function formatPostalAddress(address: SchoolAddress, language: string): string {
  const { addressStreet, addressNumber, addressPostCode, addressTown, addressCountry, postalAddress } = address;
  if (addressTown === "") return postalAddress;
  return [
    `${addressStreet} ${addressNumber}`.trim(),
    `${addressPostCode} ${addressTown}`.trim(),
    addressCountry === null ? "" : getCountryName(addressCountry, language),
  ]
    .filter((line) => line !== "")
    .join("\n");
}
