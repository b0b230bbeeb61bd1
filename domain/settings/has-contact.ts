import { formatPostalAddress, type SchoolAddress } from "./format-postal-address.ts";
import type { SchoolSettings } from "./inputs.ts";

/** Whether the public can be told how to reach the school. The language changes how a country is called and nothing else. */
export function hasContact(settings: SchoolAddress & Pick<SchoolSettings, "supportEmail" | "language">): boolean {
  return settings.supportEmail !== null || formatPostalAddress(settings, settings.language).trim() !== "";
}
