import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Config } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { type Check } from "./check.ts";
import { checkBeforeStart } from "./before-start.ts";
import { filesystemOn } from "./checks/storage.ts";
import { NOW, openCheckedSchool, REAL } from "./testing.ts";

const { findings, settings } = await openCheckedSchool();

test.runIf(existsSync("/proc/self"))("a folder for backups that can hold none is said at the start", async () => {
  const found = await findings("writable", "start", settings({ MATRICULA_BACKUP_DIR: "/proc/backups" }));
  expect(found).toMatchObject([
    { state: "ok" },
    {
      state: "wrong",
      words: "No backup can be made: /proc is on proc, which is what the system says of itself, and keeps nothing.",
      mend: "set MATRICULA_BACKUP_DIR to a folder on a disk",
    },
  ]);
});

describe("where the database lies", () => {
  const on = async (type: string, more: Record<string, string> = {}) =>
    await filesystemOn(() => [{ point: "/", type }]).run({
      settings: settings(more),
      now: NOW,
      database: undefined,
    });

  test
    .runIf(engine === "sqlite")
    .each(["nfs4", "nfs", "cifs", "smb3", "9p", "fuse.sshfs", "fuseblk", "tmpfs", "overlay"])(
    "%s is refused to a real school, told to a demo, and allowed by name",
    async (type) => {
      expect(await on(type, REAL)).toMatchObject([{ state: "wrong", refusesStart: true }]);
      const [told] = await on(type);
      expect([told?.state, told?.refusesStart]).toEqual(["warn", undefined]);
      const [allowed] = await on(type, { ...REAL, MATRICULA_ALLOW_FILESYSTEM: `xfs,${type}` });
      expect([allowed?.state, allowed?.refusesStart]).toEqual(["warn", undefined]);
    },
  );

  test.runIf(engine === "sqlite")("a disk of this machine is fine", async () => {
    for (const type of ["ext4", "xfs", "btrfs", "zfs"]) expect(await on(type, REAL)).toMatchObject([{ state: "ok" }]);
  });

  test("a real school does not start where it is refused, and a demo is told", async () => {
    const refusing: Check = { name: "place", from: "start", run: ({ settings }) => [refusalOf(settings)] };
    const refusalOf = ({ isReal }: Config) =>
      isReal
        ? {
            check: "place",
            state: "wrong" as const,
            words: "It lies on sand.",
            mend: "build on rock",
            refusesStart: true as const,
          }
        : { check: "place", state: "warn" as const, words: "It lies on sand." };
    const said: string[] = [];
    const start = (of: Config) => checkBeforeStart(of, (line) => said.push(line), { checks: [refusing] });
    await expect(start(settings(REAL))).rejects.toThrow("It lies on sand. Mend: build on rock.");
    await start(settings());
    expect(said).toEqual(["To look at: It lies on sand."]);
  });
});
