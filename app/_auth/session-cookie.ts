import { cookies } from "next/headers";
import { config } from "#config/config.ts";
import { sessionCookieName } from "./viewer.ts";

/** Puts a session's token into the browser. `expiresAt` is when the session ends for good. */
export async function setSessionCookie(token: string, expiresAt: Date): Promise<void> {
  (await cookies()).set(sessionCookieName(), token, {
    httpOnly: true,
    sameSite: "lax",
    secure: config().url.startsWith("https:"),
    path: "/",
    expires: expiresAt,
  });
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).delete(sessionCookieName());
}

/** The token that came with this request, if any. */
export async function sessionToken(): Promise<string | undefined> {
  return (await cookies()).get(sessionCookieName())?.value;
}
