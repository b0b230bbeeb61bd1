/** `npm start`: builds if need be, makes the school ready, and serves it until it is told to stop. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { config } from "#config";
import { buildIfNeeded } from "../build.ts";
import { loadEnvFile } from "../env.ts";
import { prepareSchool } from "../prepare.ts";
import { fail } from "./fail.ts";

const say = (line: string) => console.log(line);

async function start() {
  loadEnvFile();
  const { host, port, url, isReal } = config();
  if (!(await buildIfNeeded())) throw new Error("the pages could not be built");
  // A school that was there already was not opened here.
  if (await prepareSchool(say)) await (await import("#runtime")).runtime().database.close();
  say(`${isReal ? "The school" : "The demo school"} opens at ${url}`);
  serve(host, port);
}

/** Next's own server, as a process of its own: it gets the signals that we get, and we end as it ends. */
function serve(host: string, port: number) {
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const server = spawn(process.execPath, [next, "start", "-H", host, "-p", String(port)], {
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production", PORT: String(port) },
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
  server.once("error", (error) => {
    fail(error);
    process.exit();
  });
  server.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGTERM" || signal === "SIGINT" ? 0 : 1)));
}

start().catch((error: unknown) => {
  fail(error);
  // Connections that stand open would keep it alive for a while.
  process.exit();
});
