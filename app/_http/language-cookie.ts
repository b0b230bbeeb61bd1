/** Remembers in a browser the language that its person has chosen, for pages whose address names none. */
export const LANGUAGE_COOKIE = "language";

export const LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600;

export function createLanguageCookie(language: string): string {
  return `${LANGUAGE_COOKIE}=${language}; Path=/; Max-Age=${LANGUAGE_COOKIE_SECONDS}; SameSite=Lax`;
}
