import type { Metadata } from "next";
import { getTranslator } from "#components/messages/get-translator.ts";
import { config } from "#config/config.ts";
import { pathIn } from "#messages/page-path.ts";
import { getLanguage, getSchoolLanguages } from "#messages/request-language.ts";

/**
 * What search engines read of a public page's languages: its own address, and those of the same page in the others. Whoever
 * reads none of them gets the school's own.
 */
export function describeLanguages(path: string): {
  alternates: Metadata["alternates"];
  address: string;
  locale: string;
} {
  const { offered } = getSchoolLanguages();
  const address = addressIn(getLanguage(), path);
  const locale = getTranslator().locale.replaceAll("-", "_");
  if (offered.length < 2) return { address, locale, alternates: { canonical: address } };
  return { address, locale, alternates: { canonical: address, languages: listAddresses(path) } };
}

/** The addresses of a public page by language, `x-default` among them. */
export function listAddresses(path: string): Record<string, string> {
  const { offered, fallback } = getSchoolLanguages();
  const own = offered.map((language) => [language, addressIn(language, path)] as const);
  return { ...Object.fromEntries(own), "x-default": addressIn(fallback, path) };
}

const addressIn = (language: string, path: string) => `${config().url}${pathIn(language, path)}`;
