import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { pathFromForm } from "#messages/page-path.ts";
import { createDoneCookie } from "./done-cookie.ts";
import type { DoneKey } from "./done-messages.ts";

/** Leads from a form to a page of the school, which says once what was done. The page needs nothing for it: see `Done`. */
export async function redirectDone(path: string, word: DoneKey): Promise<never> {
  (await cookies()).set(createDoneCookie(word, path));
  redirect(pathFromForm(path));
}
