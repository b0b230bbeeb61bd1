import { readFileSync } from "node:fs";
import path from "node:path";
import { perProcess } from "#db/per-process.ts";

type Manifest = {
  staticRoutes: { page: string }[];
  dynamicRoutes: { page: string; regex: string }[];
  /** Addresses that are answered by another page: `/courses` by its first one. */
  rewrites: { afterFiles: { source: string }[] };
};

/** What is counted together because it is no page of ours: an address that nobody has, or one made up by a stranger. */
const OTHER_ROUTE = "other";
const STATIC_ROUTE = "/_next/static";

/** What a path is called where one file answers for many; undefined where it is none of them. */
type NameOf = (path: string) => string | undefined;

const store = perProcess<{ current?: Map<string, NameOf> }>("named-routes", () => ({}));

/** From now on the paths that Next sends to `page` are called as `nameOf` says; as many names as the file has routes. */
export function nameRoutesOf(page: string, nameOf: NameOf): void {
  store.current ??= new Map();
  store.current.set(page, nameOf);
}

/**
 * The route of a path: `/courses/[slug]` for `/courses/bookbinding`. There are as many answers as the school has routes, whatever
 * strangers ask for. The tables are what Next itself made of the folders when it built.
 */
export function createRouteMatcher({ staticRoutes, dynamicRoutes, rewrites }: Manifest): (path: string) => string {
  const whole = new Set([...staticRoutes.map(({ page }) => page), ...rewrites.afterFiles.map(({ source }) => source)]);
  // Tried in Next's own order, but only those that begin alike.
  const byStart = Map.groupBy(dynamicRoutes, ({ page }) => firstPart(page));
  const tried = new Map(
    [...byStart].map(([start, some]) => [start, some.map(({ page, regex }) => ({ page, regex: new RegExp(regex) }))]),
  );
  return (asked) => {
    if (whole.has(asked)) return asked;
    if (asked.startsWith("/_next/")) return STATIC_ROUTE;
    const found = tried.get(firstPart(asked))?.find(({ regex }) => regex.test(asked));
    if (found === undefined) return OTHER_ROUTE;
    return store.current?.get(found.page)?.(asked) ?? found.page;
  };
}

const firstPart = (asked: string) => asked.slice(1, asked.indexOf("/", 1) < 0 ? undefined : asked.indexOf("/", 1));

/** The routes of the build in `folder`; everything is one route where there is no build. */
export function getBuiltRoutes(folder = process.cwd()): (path: string) => string {
  try {
    const file = path.join(/* turbopackIgnore: true */ folder, ".next", "routes-manifest.json");
    return createRouteMatcher(JSON.parse(readFileSync(file, "utf8")) as Manifest);
  } catch {
    return () => OTHER_ROUTE;
  }
}
