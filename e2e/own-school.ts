import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { test as base } from "./fixtures.ts";

/** A demo school of one worker's own, and where it keeps its data. */
export type OwnSchool = { url: string; port: number; dataDir: string };

const START_MS = 240_000;
const LOOK_MS = 200;

/**
 * Tests that change what everybody in a school sees (how it can be paid, from which account money goes back) or that fill it with hundreds of people:
 * they have a demo school of their own, so that no other journey meets what they set.
 */
export const test = base.extend<object, { ownSchool: OwnSchool }>({
  ownSchool: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are asked for.
    async ({}, use) => {
      const port = await findFreePort();
      const server = spawn(process.execPath, ["tests/support/demo-server.ts"], {
        env: { ...process.env, E2E_PORT: String(port) },
        stdio: ["ignore", "ignore", "inherit"],
      });
      const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
      const url = `http://localhost:${port}`;
      await waitUntilOpen(url, () => server.exitCode);
      await use({ url, port, dataDir: readFileSync(path.join(tmpdir(), `matricula-demo-${port}.path`), "utf8") });
      server.kill("SIGTERM");
      await ended;
    },
    { scope: "worker", timeout: START_MS },
  ],
  baseURL: async ({ ownSchool }, use) => use(ownSchool.url),
});

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitUntilOpen(url: string, getExitCode: () => number | null): Promise<void> {
  for (;;) {
    const isOpen = await fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (isOpen) return;
    if (getExitCode() !== null) throw new Error(`The demo school at ${url} ended with ${getExitCode()}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
