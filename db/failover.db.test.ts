import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inAllOnPostgres } from "#tests/support/left-to-all.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { startReplica, type TestReplica } from "#tests/support/postgres-replica.ts";
import { createDatabase, serve, startPostgres, type TestServer } from "#tests/support/postgres-server.ts";
import { breakers } from "./breaker.ts";
import { engine } from "./engine.ts";
import { isCannotSave, isOverloaded } from "./errors.ts";
import { migratePostgres } from "./migrate.ts";
import { openDatabase } from "./open.ts";
import { normalisePostgresAddress } from "./postgres-address.ts";
import { setTimelinesFile } from "./postgres-timelines.ts";
import { readSetting } from "./read-setting.ts";
import { withReadScope } from "./read-scope.ts";
import { counters, settings } from "./schema/index.ts";
import { administer } from "./testing.ts";
import type { Database } from "./types.ts";
import { BEGINNING } from "./wal-position.ts";

const BACK_MS_MAX = scaleDeadline(15_000);
const WRITERS = 6;

let primary: TestServer;
let replica: TestReplica;
let database: Database;
/** Both servers, as in DATABASE_URL. */
let both: string;

beforeEach(async () => {
  if (engine === "sqlite") return;
  primary = await startPostgres(undefined, ["synchronous_standby_names=second", "synchronous_commit=local"]);
  const url = await createDatabase(primary.url, "school");
  await migratePostgres(url);
  replica = await startReplica(primary, { name: "second" });
  const first = `127.0.0.1:${primary.place.port}`;
  both = normalisePostgresAddress(url.replace(first, `${first},127.0.0.1:${replica.place.port}`));
  database = openDatabase(both, { replicaUrl: url.replace(first, `127.0.0.1:${replica.place.port}`) });
});
afterEach(async () => {
  await database?.close();
  await replica?.stop();
  await primary?.stop();
});

const add = (name: string) =>
  database.write(async (tx) => {
    await tx.insert(counters).values({ name, value: 1 });
  });
const read = () => database.read.select().from(counters).where(eq(counters.name, "first"));
const asPage = () =>
  withReadScope(
    { mayLag: true, atLeast: BEGINNING },
    async () => await database.readReplica.select().from(counters).where(eq(counters.name, "first")),
  );

/** People who write and read without a pause, until they are told to stop. */
function crowd() {
  const acknowledged: string[] = [];
  const strange: unknown[] = [];
  const unread: unknown[] = [];
  let lastAt = performance.now();
  let isOver = false;
  const writer = async (who: number) => {
    for (let n = 0; !isOver; n++) {
      const name = `${who}-${n}`;
      try {
        await add(name);
        acknowledged.push(name);
        lastAt = performance.now();
      } catch (error) {
        if (!isCannotSave(error) && !isOverloaded(error)) strange.push(error);
        await wait(20);
      }
    }
  };
  const reader = async () => {
    while (!isOver) {
      const [now, page] = await Promise.all([read(), asPage()]).catch((error) => (unread.push(error), [[], []]));
      if (now?.length !== 1 || page?.length !== 1) unread.push("the row was not there");
      await wait(10);
    }
  };
  const all = Promise.all([...Array.from({ length: WRITERS }, (_, who) => writer(who)), reader(), reader()]);
  return {
    acknowledged,
    strange,
    unread,
    lastAt: () => lastAt,
    async stop() {
      isOver = true;
      await all;
    },
  };
}

describe.skipIf(engine === "sqlite")("the primary dies under load and the replica is promoted", () => {
  test("people read on, writing goes on by itself within 15 s, and everything acknowledged is stored", async () => {
    // From here on a commit waits until the replica has it.
    await add("first");
    await makeSynchronous(primary.url);
    await database.close();
    database = openDatabase(both, { replicaUrl: replica.url.replace(/[^/]*$/, "school") });
    await asPage();
    const people = crowd();
    await wait(1_000);
    expect(people.acknowledged.length).toBeGreaterThan(10);
    await primary.kill();
    const diedAt = performance.now();
    await wait(1_500);
    expect(breakers().find(({ name }) => name === "database-writes")?.state).not.toBe("closed");
    expect(database.storage()).toMatchObject({ state: "read_only", trouble: "away" });
    const before = people.acknowledged.length;
    await replica.promote();
    while (people.acknowledged.length < before + 20 && performance.now() - diedAt < BACK_MS_MAX) await wait(50);
    const tookMs = performance.now() - diedAt;
    await people.stop();
    expect([people.strange, people.unread]).toEqual([[], []]);
    expect(tookMs).toBeLessThan(BACK_MS_MAX);
    const rows = await database.read.select({ name: counters.name }).from(counters);
    const stored = new Set(rows.map(({ name }) => name));
    expect(people.acknowledged.filter((name) => !stored.has(name))).toEqual([]);
    expect(database.storage().state).toBe("ok");
    // The old one comes back by itself, first in the line and ready for writes: nobody goes there any more.
    const old = await serve(primary.place);
    // By another name, so that it knows nothing of what this process has learnt.
    const another = openDatabase(`${both}&application_name=another`);
    await another.write((tx) => tx.insert(counters).values({ name: "by another", value: 1 }));
    expect(await database.read.select().from(counters).where(eq(counters.name, "by another"))).toHaveLength(1);
    await another.close();
    // What a start asks finds the one that takes writes, too.
    await database.write((tx) => tx.insert(settings).values({ key: "moved", value: 7, updatedAt: new Date(0) }));
    expect(await readSetting(both, "moved")).toBe(7);
    await old.stop();
  });

  test(
    "a server that takes no writes any more loses its connections, and the one that does gets them",
    inAllOnPostgres,
    async () => {
      await add("first");
      const second = openDatabase(replica.url.replace(/[^/]*$/, "school"));
      while ((await second.read.select().from(counters)).length === 0) await wait(25);
      await replica.promote();
      // It goes on answering, and refuses what it is asked to write: as one that was made a replica under a running school.
      await administer(primary.url, "ALTER SYSTEM SET default_transaction_read_only = on");
      await administer(primary.url, "SELECT pg_reload_conf()");
      const names = async (from: Database) => (await from.read.select().from(counters)).map(({ name }) => name);
      // It learns of its new setting a moment later, and takes what comes until then.
      const begun = performance.now();
      let written: string | undefined;
      for (let n = 1; written === undefined && performance.now() - begun < BACK_MS_MAX; n++) {
        await add(`second ${n}`).catch(() => wait(50));
        written = (await names(second)).find((name) => name.startsWith("second"));
      }
      expect(written).toBeDefined();
      // Readers, too, have gone over.
      expect(await names(database)).toEqual(expect.arrayContaining(["first", written]));
      await second.close();
    },
  );
});

describe.skipIf(engine === "sqlite")("the old primary comes back while the promoted one is down", () => {
  let folder: string;
  let file: string;
  let processes = 0;
  /** As a process that was started again: by another name, so that it knows nothing of what those before it have learnt. */
  const startAgain = () => openDatabase(`${both}&application_name=process${++processes}`);
  const write = (to: Database, name: string) =>
    to.write((tx) => tx.insert(counters).values({ name, value: 1 })).then(() => "written");
  const writeWithin = async (to: Database, name: string, msMax: number) => {
    const begun = performance.now();
    for (;;) {
      const done = await write(to, name).catch((error: unknown) => error);
      if (done === "written") return;
      if (!isCannotSave(done) || performance.now() - begun > msMax) throw done;
      await wait(200);
    }
  };
  const namesOn = async (url: string) => {
    const there = openDatabase(url.replace(/[^/]*$/, "school"));
    const rows = await there.read.select({ name: counters.name }).from(counters);
    await there.close();
    return rows.map(({ name }) => name);
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "matricula-timelines-"));
    file = path.join(folder, "timelines.json");
  });
  afterEach(() => {
    setTimelinesFile(undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  /** `two` is promoted and then down; `one` takes writes of its own again. */
  async function failOverAndLose() {
    await add("first");
    await primary.kill();
    await replica.promote();
    await writeWithin(database, "on two", BACK_MS_MAX);
    await database.close();
    await replica.kill();
    const one = await serve(primary.place);
    database = startAgain();
    return one;
  }

  test(
    "a process started again writes to the promoted one alone, unless a person deletes what was noted",
    inAllOnPostgres,
    async () => {
      setTimelinesFile(file);
      const one = await failOverAndLose();
      expect([statSync(file).mode & 0o777, Object.values(JSON.parse(readFileSync(file, "utf8")))]).toEqual([
        0o600,
        [2],
      ]);
      for (let n = 0; n < 6; n++) {
        expect(isCannotSave(await write(database, "lost").catch((error: unknown) => error))).toBe(true);
        await wait(100);
      }
      const { state, trouble, detail } = database.storage();
      expect([state, trouble]).toEqual(["read_only", "left_behind"]);
      expect(detail).toContain(`127.0.0.1:${primary.place.port} takes writes, but another server was promoted`);
      // As a folder that was put back from somewhere: nobody knows which one is right.
      const noted = readFileSync(file, "utf8");
      writeFileSync(file, "{");
      const blind = startAgain();
      expect(isCannotSave(await write(blind, "lost").catch((error: unknown) => error))).toBe(true);
      await blind.close();
      writeFileSync(file, noted);
      await replica.start();
      await writeWithin(database, "on two again", BACK_MS_MAX);
      await database.close();
      expect(await namesOn(replica.url)).toEqual(expect.arrayContaining(["on two", "on two again"]));
      expect(await namesOn(primary.url)).toEqual(["first"]);
      await replica.kill();
      rmSync(file);
      database = startAgain();
      await write(database, "on one");
      expect(await namesOn(primary.url)).toEqual(["first", "on one"]);
      await one.stop();
    },
  );

  test(
    "a process that knew nothing and wrote to it goes over when the promoted one is back",
    inAllOnPostgres,
    async () => {
      const one = await failOverAndLose();
      await write(database, "on one");
      await replica.start();
      const begun = performance.now();
      for (let n = 0; !(await namesOn(replica.url)).some((name) => name.startsWith("over ")); n++) {
        if (performance.now() - begun > BACK_MS_MAX) throw new Error("it went on writing to the old one");
        await write(database, `over ${n}`).catch(() => {});
        await wait(100);
      }
      await one.stop();
    },
  );
});

async function makeSynchronous(url: string): Promise<void> {
  await administer(url, "ALTER ROLE matricula SET synchronous_commit = on");
}
