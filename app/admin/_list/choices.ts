import { getTranslator } from "#components/messages/get-translator.ts";
import { CURRENCIES } from "#domain/kernel/currencies.ts";

/** Every currency that a price can be in, by its ISO 4217 code. */
export function listCurrencyChoices(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(getTranslator().locale, { type: "currency" });
  return CURRENCIES.map((code) => ({
    value: code,
    label: `${code}, ${names.of(code) ?? code}`,
  }));
}
