import { headers } from "next/headers";
import type { Viewer } from "#domain/accounts/sessions.ts";
import { message } from "#messages/message.ts";
import { Refusal } from "#domain/kernel/refusal.ts";

/** Whether a page is rendered as the answer to its own form, which was sent without a script. */
export async function isFormResponse(): Promise<boolean> {
  return (await headers()).get("content-type")?.startsWith("multipart/form-data") ?? false;
}

/**
 * Whoever sends a form of somebody who is signed in. A session may have ended while they were writing: the form then stays as
 * it is, with what was written in it, instead of making room for the sign-in.
 */
export function requireSignedIn(viewer: Viewer | undefined): Viewer {
  if (viewer) return viewer;
  throw new Refusal("not_signed_in", {
    words: message("refusals.signed_out_meanwhile"),
  });
}
