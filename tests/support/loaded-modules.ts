/**
 * Preloaded into a server process by a test (`node --import`): writes down, when the process ends, which modules of OpenTelemetry
 * it had loaded, by whichever way, in a file named after the process in the folder that LOADED_MODULES_DIR names.
 */
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";

const loaded = new Set<string>();

registerHooks({
  load(url, context, nextLoad) {
    const name = /node_modules\/(@opentelemetry\/[^/]+)\//.exec(url)?.[1];
    if (name) loaded.add(name);
    return nextLoad(url, context);
  },
});

process.on("exit", () => {
  const folder = process.env.LOADED_MODULES_DIR;
  if (folder) writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify([...loaded]));
});
