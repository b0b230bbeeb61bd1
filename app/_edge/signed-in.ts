import type { Viewer } from "#domain/accounts/sessions.ts";
import { Refusal } from "#domain/kernel/refusal.ts";

/**
 * Whoever sends a form of somebody who is signed in. A session may have ended while they were writing: the form then stays as
 * it is, with what was written in it, instead of making room for the sign-in.
 */
export function signedIn(viewer: Viewer | undefined): Viewer {
  if (viewer) return viewer;
  throw new Refusal("not_signed_in", {
    words: "You have been signed out meanwhile. Sign in in another window, then send this again.",
  });
}
