import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { migrate } from "#db/migrate.ts";
import { openTestDatabase } from "#db/testing.ts";
import { eventually, scaleDeadline } from "#tests/support/deadlines.ts";
import { getOrCreateSecrets } from "../secrets.ts";
import type { FromWorker } from "./messages.ts";
import { SERVER_NODE_ARGS } from "./processes.ts";
import { WAIT_AT_GATE } from "./start-gate.ts";

const home = mkdtempSync(path.join(tmpdir(), "matricula-gate-"));
const database = await openTestDatabase();
afterAll(async () => {
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

/** Long enough to load the pages, which take a second on a quiet machine. */
const LOADING_MS = 6_000;

test("a process that loads the pages before a new school has its secret serves it once that is made", async () => {
  const child = fork("ops/server/worker.ts", [WAIT_AT_GATE], {
    execArgv: [...SERVER_NODE_ARGS],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      MATRICULA_DATA_DIR: path.join(home, "data"),
      DATABASE_URL: database.engine === "postgres" ? database.url : `file:${database.url}`,
      MATRICULA_LOG_LEVEL: "warn",
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text: Buffer) => (said += text.toString()));
  const ended = new Promise((done) => child.once("exit", done));
  let isReady = false;
  child.on("message", ({ type }: FromWorker) => (isReady ||= type === "ready"));
  try {
    expect(await eventually(() => said.includes("Failed"), LOADING_MS)).toBe(false);
    getOrCreateSecrets(path.join(home, "data"));
    await migrate(database.url, database.engine);
    child.send({ type: "open" });
    expect(await eventually(() => isReady, scaleDeadline(20_000))).toBe(true);
    expect(said).not.toContain("MATRICULA_SECRET");
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
});
