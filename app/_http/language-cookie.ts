/** Remembers in a browser the language that its person has chosen, for pages whose address names none. */
export const LANGUAGE_COOKIE = "language";

const YEAR_SECONDS = 365 * 24 * 3600;

export function createLanguageCookie(language: string): string {
  return `${LANGUAGE_COOKIE}=${language}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
}
