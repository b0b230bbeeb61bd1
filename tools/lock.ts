/**
 * `npm run lock`: mends package-lock.json after `npm install` changed it.
 *
 * A package that brings its binaries says `"gypfile": false` in its package.json. npm does not carry that into
 * the lock file, and then builds the package from source on `npm ci`, which needs Python, make and a compiler.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

type Locked = { packages: Record<string, { gypfile?: boolean; optional?: boolean }> };

/** The places of installed packages that bring their binaries, but of which the lock file does not say so. */
export function withoutGypfile(lock: Locked, manifestOf: (place: string) => { gypfile?: boolean } | null): string[] {
  return Object.entries(lock.packages)
    .filter(([place, locked]) => place !== "" && locked.gypfile !== false && manifestOf(place)?.gypfile === false)
    .map(([place]) => place);
}

export function installedManifest(place: string): { gypfile?: boolean } | null {
  const file = `${place}/package.json`;
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

export const readLock = (): Locked => JSON.parse(readFileSync("package-lock.json", "utf8"));

if (import.meta.main) {
  const lock = readLock();
  const places = withoutGypfile(lock, installedManifest);
  for (const place of places) Object.assign(lock.packages[place] ?? {}, { gypfile: false });
  writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
  console.log(places.length === 0 ? "package-lock.json is in order." : `Mended: ${places.join(", ")}`);
}
