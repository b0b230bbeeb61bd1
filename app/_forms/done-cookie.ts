/**
 * The way of one word from a form to the page after it. A cookie and not the address: whoever loads the page again, or comes
 * back to it, is not told twice, and a link can make no page say something.
 */
export const DONE_COOKIE = "done";
/** How proxy.ts hands the word on to the page that it is for. What a client sends under this name is dropped. */
export const DONE_HEADER = "x-done";

const SECONDS_MAX = 60;

/** The word and the page it is for, as the cookie holds them. */
export const createDoneCookie = (word: string, path: string) => ({
  name: DONE_COOKIE,
  value: `${word} ${pathnameOf(path)}`,
  path: "/",
  sameSite: "lax" as const,
  maxAge: SECONDS_MAX,
});

/** The word, if the cookie is for the page at `pathname`. */
export function getDoneKey(cookie: string | undefined, pathname: string): string | undefined {
  const [word, path] = (cookie ?? "").split(" ");
  return word && path === pathname ? word : undefined;
}

function pathnameOf(path: string): string {
  return new URL(path, "http://here.invalid").pathname;
}
