import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { freePort } from "#tests/support/servers.ts";

const read = (name: string) => readFileSync(path.join(import.meta.dirname, name), "utf8");

/** What systemd would take from the unit, with the machine's folders in a temporary one. */
const home = mkdtempSync(path.join(tmpdir(), "matricula-unit-"));
const settings = path.join(home, "matricula.env");
const here = (text: string) =>
  text
    .replaceAll("/opt/matricula/current", path.join(home, "current"))
    .replaceAll("/var/lib/", `${home}/`)
    .replaceAll("/etc/matricula/matricula.env", settings);
const unit = here(read("systemd/matricula.service"));
const shell = { PATH: process.env.PATH, NODE_ENV: "production" as const };
const valuesOf = (name: string) =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].map(([, value = ""]) => value);
const program = valuesOf("ExecStart")[0]?.split(" ") ?? [];
const environment = Object.fromEntries(
  valuesOf("Environment")
    .flatMap((line) => line.split(" "))
    .map((pair) => pair.split(/=(.*)/s, 2) as [string, string]),
);

let school: ChildProcess;
let port: number;
let said = "";

beforeAll(async () => {
  symlinkSync(process.cwd(), path.join(home, "current"));
  port = await freePort();
  writeFileSync(settings, "MATRICULA_OWNER_EMAIL=owner@school.example\nMATRICULA_LOG_LEVEL=warn\nWEB_CONCURRENCY=1\n");
  expect(valuesOf("EnvironmentFile")).toEqual([settings]);
  const [node = "", ...args] = program;
  const env = { ...shell, PORT: String(port), ...environment };
  const file = `--env-file=${settings}`;
  const cwd = valuesOf("WorkingDirectory")[0];
  school = spawn(node, [file, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [school.stdout, school.stderr])
    stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const deadline = performance.now() + scaleDeadline(60_000);
  while ((await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined))?.status !== 200) {
    if (school.exitCode !== null || performance.now() > deadline) throw new Error(`the school did not open:\n${said}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
});

afterAll(() => {
  school.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});

describe("the unit", () => {
  test("starts a school in the folders that it may write", () => {
    expect(existsSync(path.join(home, "matricula", "matricula.db"))).toBe(true);
    for (const folder of [environment.MATRICULA_DATA_DIR, path.dirname(environment.MATRICULA_CHECKPOINT_FILE ?? "")]) {
      expect(
        valuesOf("StateDirectory")[0]
          ?.split(" ")
          .map((name) => path.join(home, name)),
      ).toContain(folder);
    }
  });

  test("has a command beside it that looks after the same school", () => {
    const command = path.join(home, "command");
    // The account is the machine's; who runs the tests is nobody's root.
    writeFileSync(command, here(read("systemd/matricula")).replace(/setpriv .*\\\n\s*/, ""));
    chmodSync(command, 0o755);
    const doctor = spawnSync(command, ["doctor"], { encoding: "utf8", env: shell });
    expect(`${doctor.stdout}${doctor.stderr}`).toContain(path.join(home, "matricula"));
    const nothing = spawnSync(command, [], { encoding: "utf8", env: shell });
    expect(nothing.status).toBe(2);
    expect(nothing.stderr).toContain("matricula doctor");
  });

  test("is reloaded without a request lost, and ends within the time that it is given", async () => {
    const [, signal] = /-(USR2) \$MAINPID$/.exec(valuesOf("ExecReload")[0] ?? "") ?? [];
    school.kill(`SIG${signal}` as NodeJS.Signals);
    for (let n = 0; n < 20; n++) {
      expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
      await new Promise((wake) => setTimeout(wake, 100));
    }
    const started = performance.now();
    const ended = new Promise((done) => school.once("exit", done));
    school.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(performance.now() - started).toBeLessThan(scaleDeadline(Number(valuesOf("TimeoutStopSec")[0]) * 1_000));
  });
});
