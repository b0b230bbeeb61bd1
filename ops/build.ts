import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runStep } from "./steps.ts";

/** What the built pages are made of. Migrations are not among it: they are read when the school starts. */
const SOURCES = [
  "app",
  "components",
  "domain",
  "providers",
  "db",
  "ops",
  "public",
  "runtime.ts",
  "config.ts",
  "settings.ts",
  "kept-secrets.ts",
  "instrumentation.ts",
  "proxy.ts",
  "cache-handler.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/**
 * Where a server process leaves what it has compiled, for the next that starts: it has its first page a sixth sooner. It lies
 * with the built pages and belongs to whom they belong; a folder that cannot be written is left alone.
 */
export const COMPILED = ".next/cache/compiled";

/** Written after a build that succeeded: the hash of what it was made from. */
const MARK = ".next/made-from";

function filesIn(place: string): string[] {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(place, name))
    .filter((file) => !/\.test\.tsx?$/.test(file) && statSync(file).isFile());
}

/** One hash over the names and contents of everything in `sources`. */
export function hashSources(sources: string[]): string {
  const hash = createHash("sha256");
  for (const file of sources.flatMap(filesIn).sort()) {
    const content = readFileSync(file);
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function isBuilt(): boolean {
  return existsSync(".next/BUILD_ID") && existsSync(MARK) && readFileSync(MARK, "utf8") === hashSources(SOURCES);
}

/** Builds the pages unless they were built from just these sources. Answers whether they are there now. */
export async function buildIfNeeded(how: { prefixed?: boolean } = {}): Promise<boolean> {
  if (isBuilt()) return true;
  const madeFrom = hashSources(SOURCES);
  const { ok } = await runStep({ name: "build", command: ["next", "build"] }, how);
  if (!ok) return false;
  rmSync(COMPILED, { recursive: true, force: true });
  writeFileSync(MARK, madeFrom);
  return true;
}
