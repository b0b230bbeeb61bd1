/** `npm start`: builds if need be, makes the school ready, and serves it until it is told to stop. */
import { enableCompileCache } from "node:module";
import path from "node:path";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { COMPILE_CACHE } from "../build.ts";
import { fail } from "./fail.ts";

const say = (line: string) => console.log(line);

/** Where this program is, by the way that it was called: a link on it may point elsewhere by the next exchange. */
const FOLDER = path.resolve(process.argv[1] ?? "ops/cli/start.ts", "../../..");

// Only what is loaded after this is taken from what the last start has compiled.
enableCompileCache(path.join(FOLDER, COMPILE_CACHE));

async function start() {
  const { bootstrap } = await import("../server/bootstrap.ts");
  const { getMachineResources, recommendProcessCount } = await import("../server/processes.ts");
  const { serve } = await import("../server/serve.ts");
  const { host, port, url, isReal, processes } = await bootstrap(say);
  await serve({
    host,
    port,
    processes: processes ?? recommendProcessCount(getMachineResources()),
    folder: FOLDER,
    say,
    onOpen: () => say(getTerminalTranslator()(isReal ? "start.school_opens" : "start.demo_opens", { url })),
  });
}

start().catch((error: unknown) => {
  fail(error);
  // Connections that stand open would keep it alive for a while.
  process.exit();
});
