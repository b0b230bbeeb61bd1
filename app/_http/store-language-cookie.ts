import { cookies } from "next/headers";
import { LANGUAGE_COOKIE, LANGUAGE_COOKIE_SECONDS } from "./language-cookie.ts";

/** Has the browser remember a language, for pages whose address names none; null forgets it. */
export async function storeLanguageCookie(language: string | null): Promise<void> {
  const jar = await cookies();
  if (language === null) jar.delete(LANGUAGE_COOKIE);
  else jar.set(LANGUAGE_COOKIE, language, { path: "/", maxAge: LANGUAGE_COOKIE_SECONDS, sameSite: "lax" });
}
