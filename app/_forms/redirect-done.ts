import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { doneCookie } from "./done-cookie.ts";
import type { DoneWord } from "./done-messages.ts";

/** Leads from a form to a page of the school, which says once what was done. The page needs nothing for it: see `Done`. */
export async function redirectDone(path: string, word: DoneWord): Promise<never> {
  (await cookies()).set(doneCookie(word, path));
  redirect(path);
}
