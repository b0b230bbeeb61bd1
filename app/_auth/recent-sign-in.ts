import type { RecentSignIn } from "#components/account/confirm-identity.tsx";
import { isRecentSignIn } from "#domain/accounts/recent-sign-in.ts";
import { getPageReadCtx, getViewer } from "./viewer.ts";

/** Where somebody signs in again who is signed in, on the way back to `here`. */
const signInAgainPath = (here: string) => `/sign-in?${new URLSearchParams({ said: "again", next: here })}`;

/** What a form needs to know whose action asks for a recent sign-in. */
export async function getRecentSignIn(here: string): Promise<RecentSignIn> {
  const [who, read] = await Promise.all([getViewer(), getPageReadCtx()]);
  return {
    isRecent: who !== undefined && isRecentSignIn(who.signedInAt, read.now),
    hasPassword: who?.hasPassword ?? false,
    signInHref: signInAgainPath(here),
  };
}
