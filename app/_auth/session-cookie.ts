import { cookies } from "next/headers";
import { config } from "#config/config.ts";
import { getSessionCookieName } from "../_http/session-cookie-name.ts";

/** Puts a session's token into the browser. `expiresAt` is when the session ends for good. */
export async function setSessionCookie(token: string, expiresAt: Date): Promise<void> {
  (await cookies()).set(getSessionCookieName(), token, {
    httpOnly: true,
    sameSite: "lax",
    secure: config().url.startsWith("https:"),
    path: "/",
    expires: expiresAt,
  });
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).delete(getSessionCookieName());
}

/** The token that came with this request, if any. */
export async function getSessionToken(): Promise<string | undefined> {
  return (await cookies()).get(getSessionCookieName())?.value;
}
