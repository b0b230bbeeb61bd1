import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { openFileStore } from "#providers/files.ts";
import { inAllOnSqlite } from "#tests/support/left-to-all.ts";
import { NONE, readMarkers } from "../move/markers.ts";
import { withMoveLock } from "../move/move-lock.ts";
import { installProgram, type MoveTests, onFile, onServer, openMoveTests } from "../move/testing.ts";

let tests: MoveTests;
beforeAll(async () => {
  if (engine === "sqlite") tests = await openMoveTests();
});
afterAll(() => tests?.close());

const install = (settings: Record<string, string>) => installProgram(tests.home, settings);

describe.runIf(engine === "sqlite")("npm run move-database", () => {
  test("with --check says versions, room, backup, doctor and time, and changes nothing", async () => {
    const [file, there] = [tests.copySchool(), await tests.emptyDatabase()];
    const before = readFileSync(file);
    const { status, said } = install({ DATABASE_URL: `file:${file}` }).run("move-database", ["--to", there, "--check"]);
    expect(said).toMatch(/Doctor: /);
    expect(said).toMatch(/A move makes one first/);
    expect(said).toMatch(/From SQLite 3\.\d+\.\d+ to PostgreSQL \d+\.\d+ \(UTF8, sorts by C\)/);
    expect(said).toMatch(/Free at postgres:.*: \d.*, of which about \d.* will be needed/);
    expect(said).toMatch(/By a sample of \d+ rows it takes about 1 minute/);
    expect(said).toMatch(/The move can begin: \d+ rows/);
    expect(status).toBe(0);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(await onServer(there, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  });

  test("takes the address from standard input, and never says its password", inAllOnSqlite, async () => {
    const there = await tests.emptyDatabase();
    const installed = install({ DATABASE_URL: `file:${tests.copySchool()}` });
    const { status, said } = installed.run("move-database", ["--check", "--to", "-"], { input: `${there}\n` });
    expect([status, said]).toEqual([0, expect.stringContaining("The move can begin")]);
    expect(said).not.toContain(new URL(there).password);
  });

  test("does nothing beside another one of the same school", inAllOnSqlite, async () => {
    const there = await tests.emptyDatabase();
    const installed = install({ DATABASE_URL: `file:${tests.copySchool()}`, MATRICULA_MOVE_TO: there });
    const { status, said } = await withMoveLock(installed.dataDir, async () =>
      installed.run("move-database", ["--check"]),
    );
    expect([status, said]).toEqual([1, expect.stringContaining("another move of this school is at work")]);
  });

  test(
    "makes a backup when the last is older than a day, and writes the new address when asked",
    inAllOnSqlite,
    async () => {
      const [file, there] = [tests.copySchool(), await tests.emptyDatabase()];
      const installed = install({
        DATABASE_URL: `file:${file}`,
        MATRICULA_MOVE_TO: there,
        PORT: "4601",
        MATRICULA_SECRET: "s".repeat(40),
      });
      const [attachment, shared] = ["a note of absence", path.join(tests.home, "shared files")];
      const name = await openFileStore(path.join(installed.dataDir, "files")).put(Buffer.from(attachment));
      const { status, said } = installed.run("move-database", ["--write-settings", "--files", shared]);
      expect([status, said]).toEqual([0, expect.stringContaining("making one first")]);
      expect(readdirSync(path.join(installed.dataDir, "backups"), { recursive: true }).join()).toMatch(/\.backup/);
      expect(said).toContain("Wrote DATABASE_URL into");
      const { DATABASE_URL, MATRICULA_MOVE_TO, PORT, MATRICULA_FILES_DIR } = installed.settings();
      expect([DATABASE_URL, MATRICULA_MOVE_TO, PORT]).toEqual([there, undefined, "4601"]);
      expect([MATRICULA_FILES_DIR, said]).toEqual([shared, expect.stringContaining("Copied 1 attachment to")]);
      expect(readFileSync(path.join(shared, name.slice(0, 2), name.slice(2)), "utf8")).toBe(attachment);
      expect(await readMarkers(there)).toEqual(NONE);

      // Another command of the same folder speaks to PostgreSQL, which only the file says.
      const [somebody] = await onServer(
        there,
        "SELECT email FROM users JOIN user_roles ON user_id = id WHERE role = 'admin' LIMIT 1",
      );
      const token = installed.run("token", ["--email", somebody.email, "--scope", "all"]);
      expect(token).toEqual({ status: 0, said: expect.stringMatching(/^mtr_/) });

      const back = tests.newFile();
      appendFileSync(path.join(installed.folder, ".env"), `DATABASE_REPLICA_URL=${there}\n`);
      const again = installed.run("move-database", ["--to", `file:${back}`, "--write-settings"]);
      expect(again).toEqual({ status: 0, said: expect.stringMatching(/The last verified backup is of 20/) });
      expect(installed.settings()).toMatchObject({ DATABASE_URL: `file:${back}`, PORT: "4601" });
      expect(installed.settings()).not.toHaveProperty("DATABASE_REPLICA_URL");
    },
  );

  test("ended by Ctrl+C before it begins, it says that nothing was changed", inAllOnSqlite, async () => {
    const there = await tests.emptyDatabase();
    const installed = install({ DATABASE_URL: `file:${tests.copySchool()}`, MATRICULA_MOVE_TO: there });
    // Before it begins it makes a backup, which takes a while.
    const child = installed.start("move-database", []);
    let said = "";
    const heard = (chunk: Buffer) => {
      said += chunk.toString("utf8");
      if (chunk.includes("making one first")) child.kill("SIGINT");
    };
    child.stdout.on("data", heard);
    child.stderr.on("data", heard);
    const [status] = (await once(child, "close")) as [number];
    expect([status, said]).toEqual([130, expect.stringContaining("ended before it began. Nothing was changed")]);
    expect(await onServer(there, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  });

  test("does not write settings that the file does not decide", async () => {
    const [file, there] = [tests.copySchool(), await tests.emptyDatabase()];
    const env = { DATABASE_URL: `file:${file}` };
    const { status, said } = install({}).run("move-database", ["--to", there, "--write-settings"], { env });
    expect([status, said]).toEqual([1, expect.stringContaining("stands in the environment")]);
    expect(await readMarkers(file)).toEqual(NONE);
  });

  test("does not move what the doctor finds wrong", async () => {
    const file = tests.copySchool();
    onFile(file, (sqlite) => sqlite.exec("UPDATE matricula_migrations SET hash = 'another' WHERE tag LIKE '0003%'"));
    const { status, said } = install({ DATABASE_URL: `file:${file}` }).run("move-database", [
      "--to",
      await tests.emptyDatabase(),
    ]);
    expect([status, said]).toEqual([1, expect.stringMatching(/Doctor: .*\n.*The doctor finds something wrong/)]);
  });
});
