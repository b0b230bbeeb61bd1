import { describe, expect, test } from "vitest";
import { sourceText } from "#messages/message.ts";
import { checkStorageLocation, findMount, parseMounts, getEphemeralReason } from "./storage-location.ts";

/** As Linux says it: a container whose /data is a volume and whose /run is in memory. */
const MOUNTINFO = `612 530 0:61 / / rw,relatime master:231 - overlay overlay rw,lowerdir=/l1:/l2
640 612 254:1 /volumes/school/_data /data rw,relatime master:1 - ext4 /dev/vda1 rw
641 612 0:64 / /run rw,nosuid - tmpfs tmpfs rw
642 612 254:2 / /srv/old\\040school rw - xfs /dev/vdb rw
`;
const CONTAINER = parseMounts(MOUNTINFO);
const MACHINE = [{ point: "/", type: "ext4" }];

const REAL = { isReal: true, allowEphemeral: false };
const kept = (dataDir: string) => ({
  dataDir,
  filesDir: `${dataDir}/files`,
  database: { engine: "sqlite" as const, file: `${dataDir}/matricula.db` },
});

test("a folder is on the deepest mount above it, and a name that only begins alike is another folder", () => {
  expect(findMount("/data/school", CONTAINER)).toEqual({ point: "/data", type: "ext4" });
  expect(findMount("/database", CONTAINER)?.type).toBe("overlay");
  expect(findMount("/srv/old school/x", CONTAINER)?.type).toBe("xfs");
});

test("of two mounts at one point the later one counts", () => {
  const hidden = [...MACHINE, { point: "/data", type: "ext4" }, { point: "/data", type: "tmpfs" }];
  expect(findMount("/data", hidden)?.type).toBe("tmpfs");
});

describe("a place that does not last is known", () => {
  test.each([
    ["a container's own layer", "/app/data", {}, CONTAINER, /container's own layer/],
    ["memory", "/run/school", {}, CONTAINER, /in memory/],
    ["Heroku", "/app/data", { DYNO: "web.1" }, MACHINE, /Heroku/],
    ["Vercel", "/tmp/data", { VERCEL: "1" }, MACHINE, /Vercel/],
    ["Cloud Run, whatever is mounted", "/data", { K_SERVICE: "school" }, CONTAINER, /Cloud Run/],
    ["Render without a disk", "/data", { RENDER: "true" }, MACHINE, /Render/],
    ["Fly without a volume", "/data", { FLY_APP_NAME: "school" }, MACHINE, /Fly\.io/],
  ])("%s", (_, folder, env, mounts, words) => {
    expect(sourceText(getEphemeralReason(folder, { env, mounts }) ?? "")).toMatch(words);
  });
});

describe("a place that lasts is left in peace", () => {
  test.each([
    ["a disk", "/var/lib/matricula", {}, MACHINE],
    ["a container's volume", "/data", {}, CONTAINER],
    ["a volume of Fly", "/data", { FLY_APP_NAME: "school" }, CONTAINER],
    ["a disk of Render", "/data/school", { RENDER: "true" }, CONTAINER],
    ["a system that does not say its mounts", "/Users/me/data", {}, []],
    ["a platform's variable that is blank", "/data", { DYNO: "" }, MACHINE],
  ])("%s", (_, folder, env, mounts) => {
    expect(getEphemeralReason(folder, { env, mounts })).toBeUndefined();
  });
});

test("a real school is refused such a place in words that say the mend, unless a setting allows it", () => {
  const said: string[] = [];
  const check = (school: { isReal: boolean; allowEphemeral: boolean }) =>
    checkStorageLocation({ ...kept("/nowhere/data"), ...school }, (line) => said.push(line), {
      env: {},
      mounts: CONTAINER,
    });
  expect(() => check(REAL)).toThrow(/\/nowhere\/data is a container's own layer.+Mend: set MATRICULA_DATA_DIR/);
  expect(said).toEqual([]);
  check({ isReal: true, allowEphemeral: true });
  check({ isReal: false, allowEphemeral: false });
  expect(said).toHaveLength(2);
  expect(said[0]).toMatch(/will last/);
});

test("a database beside the data folder is looked at too, and one on a server is not", () => {
  const at = { env: {}, mounts: CONTAINER };
  const beside = {
    dataDir: "/data",
    filesDir: "/data/files",
    database: { engine: "sqlite" as const, file: "/run/school.db" },
  };
  expect(() => checkStorageLocation({ ...beside, ...REAL }, () => {}, at)).toThrow(/\/run .*in memory/);
  const onServer = {
    dataDir: "/data",
    filesDir: "/data/files",
    database: { engine: "postgres" as const, url: "postgres://db/school" },
  };
  expect(() => checkStorageLocation({ ...onServer, ...REAL }, () => {}, at)).not.toThrow();
});
