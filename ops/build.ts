import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { message } from "#messages/message.ts";
import { BuildRefusedError, buildWithFallback, BUILD_MARKER } from "./build-with-fallback.ts";
import { COMPILE_CACHE } from "./compile-cache.ts";
import { findRunningServers } from "./find-running-servers.ts";
import { runStep, type Step } from "./run-step.ts";

/** What the built pages are made of. Migrations are not among it: they are read when the school starts. */
const SOURCES = [
  "app",
  "components",
  "messages",
  "domain",
  "providers",
  "db",
  "ops",
  "public",
  "config",
  "runtime.ts",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/** A text that is missing in a language stops the build, as a type error does. */
const BUILD_STEPS: Step[] = [
  { name: "messages", command: ["node", "messages/generate-types.ts", "--check"] },
  { name: "build", command: ["next", "build"] },
];

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

/** Whether the pages are built from just these sources: a build that succeeded leaves their hash. */
export function isBuilt(): boolean {
  const mark = path.join(".next", BUILD_MARKER);
  return existsSync(".next/BUILD_ID") && existsSync(mark) && readFileSync(mark, "utf8") === hashSources(SOURCES);
}

/**
 * Builds the pages unless they were built from just these sources. Answers whether they are there now. Refuses where a server
 * runs: it reads its pages from the folder as they are asked for.
 */
export async function buildIfNeeded(how: { prefixed?: boolean } = {}): Promise<boolean> {
  if (isBuilt()) return true;
  const folder = realpathSync(".");
  const [server] = findRunningServers(folder);
  if (server !== undefined) {
    throw new BuildRefusedError(message("start.build_beside_server", { process: server, folder }));
  }
  return buildWithFallback(folder, async () => {
    const madeFrom = hashSources(SOURCES);
    for (const step of BUILD_STEPS) {
      const { ok } = await runStep(step, how);
      if (!ok) return undefined;
    }
    rmSync(COMPILE_CACHE, { recursive: true, force: true });
    return madeFrom;
  });
}
