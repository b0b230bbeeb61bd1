import { PASS_MS } from "#domain/attendance/room-code.ts";

/** Holds the pass of whoever has read a code in time, until they have signed in and pressed the button. */
export const PASS_COOKIE = "check_in";

export const createPassCookie = (pass: string, url: string) => ({
  name: PASS_COOKIE,
  value: pass,
  path: "/check-in",
  maxAge: PASS_MS / 1_000,
  httpOnly: true,
  sameSite: "lax" as const,
  secure: url.startsWith("https:"),
});
