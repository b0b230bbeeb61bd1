/** `npm start`: builds if need be, makes the school ready, and serves it until it is told to stop. */
import "#config/with-env-file.ts";
import "../resolve-once.ts";
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import path from "node:path";
import { COMPILE_CACHE } from "../compile-cache.ts";

const say = (line: string) => console.log(line);

/** Where this program is, by the way that it was called: a link on it may point elsewhere by the next exchange. */
const FOLDER = path.resolve(process.argv[1] ?? "ops/cli/start.ts", "../../..");

// Only what is loaded after this is taken from what the last start has compiled.
enableCompileCache(path.join(FOLDER, COMPILE_CACHE));

async function start() {
  const { makeReady, readSettings } = await import("../server/bootstrap.ts");
  const { getMachineResources, recommendProcessCount } = await import("../server/processes.ts");
  const { createServer } = await import("../server/serve.ts");
  const { getTerminalTranslator } = await import("#messages/terminal-translator.ts");
  const settings = await readSettings(say);
  const { host, port, url, isReal, processes, leaveMs } = settings;
  const server = createServer({
    host,
    leaveMs,
    port,
    processes: processes ?? recommendProcessCount(getMachineResources()),
    folder: FOLDER,
    say,
    onOpen: () => say(getTerminalTranslator()(isReal ? "start.school_opens" : "start.demo_opens", { url })),
  });
  // A process that will serve the pages loads them while this one checks the school.
  if (existsSync(".next/BUILD_ID")) server.loadEarly();
  await makeReady(settings, { say, beforeBuild: () => server.dropEarly() });
  await server.serve();
}

start().catch(async (error: unknown) => {
  const { fail } = await import("./fail.ts");
  fail(error);
  // Connections that stand open would keep it alive for a while.
  process.exit();
});
