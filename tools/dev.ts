/**
 * `npm run dev`: prepares the data folder as `npm start` does (migrations, and the demo school in an empty one), without building the
 * pages, and serves them by Next's development server on loopback, which compiles each page when it is asked for.
 */
import { spawn } from "node:child_process";
import { config } from "#config/config.ts";
import { loadEnvFile } from "#config/load-env-file.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { fail } from "#ops/cli/fail.ts";
import { prepareSchool } from "#ops/prepare.ts";

try {
  loadEnvFile();
  const { port, dataDir } = config();
  if (await prepareSchool(console.log)) await (await import("#runtime")).runtime().database.close();
  console.log(getTerminalTranslator()("start.data_folder", { folder: dataDir }));
  const next = spawn("next", ["dev", "--hostname", "127.0.0.1", "--port", String(port)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => next.kill(signal));
  next.once("exit", (code) => process.exit(code ?? 0));
} catch (error) {
  fail(error);
}
