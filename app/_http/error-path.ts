/** What the page that says no is told: a refusal's code, its number in the log, the path to go back to, and how many seconds to wait. */
type ErrorPageParams = {
  why: string;
  /** The key of a sentence that says more than the code. */
  say?: string | undefined;
  number?: string | undefined;
  back?: string | undefined;
  wait?: number | undefined;
};

export const ERROR_PATH = "/sorry";

export function getErrorPath({ why, say, number, back, wait }: ErrorPageParams): string {
  const said = new URLSearchParams({
    why,
    ...(say ? { say } : {}),
    ...(number ? { number } : {}),
    ...(back ? { back } : {}),
    ...(wait ? { wait: String(Math.ceil(wait)) } : {}),
  });
  return `${ERROR_PATH}?${said}`;
}

/** The path that a form was sent from, by the Referer header; nothing when it is not one of ours. */
export function getRefererPath(referer: string | null, ourUrl: string): string | undefined {
  if (referer === null || !URL.canParse(referer)) return undefined;
  const { origin, pathname, search } = new URL(referer);
  return origin === ourUrl ? getOwnPath(`${pathname}${search}`) : undefined;
}

/** A path below this site, and not one that browsers read as another site. */
export function getOwnPath(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= 300 && /^\/(?![/\\])[^\s\\]*$/.test(text) ? text : undefined;
}
