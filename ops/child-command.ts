import path from "node:path";
import { pathToFileURL } from "node:url";

/**
 * What Node is told to run a command of ops/cli in a process of its own: a third of the work of its start is left by resolve-once.ts.
 * The path is put together while it runs: the built pages hold no commands.
 */
export function commandForChild(name: string): string[] {
  const folder = path.join(/* turbopackIgnore: true */ process.cwd(), "ops");
  const resolveOnce = pathToFileURL(path.join(folder, "resolve-once.ts")).href;
  return [`--import=${resolveOnce}`, path.join(folder, "cli", `${name}.ts`)];
}
