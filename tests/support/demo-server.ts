/**
 * The demo school for the browser tests: what `npm start` gives on an empty machine, in a data folder of its own, which is
 * removed when the server ends. `E2E_PORT` says where it listens.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { settingsSchema } from "#config/settings.ts";

const port = process.env.E2E_PORT ?? "4173";
const home = mkdtempSync(path.join(tmpdir(), "matricula-demo-"));
const dataDir = path.join(home, "data");
// A journey in which weeks go by finds the school here (e2e/let-days-pass.ts).
writeFileSync(path.join(tmpdir(), `matricula-demo-${port}.path`), dataDir);

// A setting of the shell must not turn the demo into somebody's real school.
const env: NodeJS.ProcessEnv = { ...process.env };
for (const name of Object.keys(settingsSchema.shape)) delete env[name];

const server = spawn(process.execPath, ["ops/cli/start.ts"], {
  stdio: "inherit",
  env: {
    ...env,
    PORT: port,
    MATRICULA_URL: `http://localhost:${port}`,
    MATRICULA_DATA_DIR: dataDir,
    MATRICULA_LOG_LEVEL: process.env.MATRICULA_LOG_LEVEL ?? "warn",
  },
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => server.kill("SIGTERM"));
process.on("exit", () => {
  server.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});
server.once("error", (error) => {
  console.error(`The demo school could not be started: ${error.message}`);
  process.exit(1);
});
server.once("exit", (code) => process.exit(code ?? 0));
