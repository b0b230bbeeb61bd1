import { CURRENCIES } from "#domain/kernel/currencies.ts";

/** Every timezone that the machine knows, for a list to choose from. */
export function timezoneChoices(): { value: string; label: string }[] {
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/"))];
  return zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}

/** Every currency that a price can be in, by its ISO 4217 code. */
export function currencyChoices(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames("en", { type: "currency" });
  return CURRENCIES.map((code) => ({
    value: code,
    label: `${code}, ${names.of(code) ?? code}`,
  }));
}
