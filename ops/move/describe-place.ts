import { engineOf } from "#db/engine.ts";

/** A database's address as a person may read it: without account, password and parameters. */
export function describePlace(url: string): string {
  if (engineOf(url) === "sqlite") return `file:${url}`;
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}
