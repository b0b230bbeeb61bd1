import { config } from "#config/config.ts";

/**
 * The name of the session cookie. `__Host-` binds it to this host and to https; a school on plain http exists only on the
 * machine itself, where some browsers would not store a Secure cookie.
 */
export function getSessionCookieName(url = config().url): string {
  return url.startsWith("https:") ? "__Host-session" : "session";
}
