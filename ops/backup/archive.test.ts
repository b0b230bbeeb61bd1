import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { Decrypter } from "age-encryption";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { formatBackupKey } from "#config/backup-key.ts";
import { encryptAge } from "./age.ts";
import { decryptStream, encryptStream, packBackup, readManifest, unpackBackup } from "./archive.ts";
import { hashBytes } from "./bytes.ts";
import type { Manifest } from "./manifest.ts";

const KEY = randomBytes(32);
const RECORDED_KEY = Buffer.alloc(32, "a recorded key ");
/** Of age: so many bytes, and a tag. */
const PIECE_BYTES = 64 * 1024 + 16;

const folder = mkdtempSync(path.join(tmpdir(), "matricula-archive-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* stream(data: Buffer, step = 65_536): AsyncGenerator<Buffer> {
  for (let at = 0; at < data.length; at += step) yield data.subarray(at, at + step);
}

async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const data of source) parts.push(data);
  return Buffer.concat(parts);
}

const store = (data: Buffer, key: Buffer | null) => all(encryptStream(stream(data), key));
const read = (data: Buffer, key: Buffer | null, step?: number) => all(decryptStream(stream(data, step), key));

const REFUSED = { name: "BackupTrouble" };

describe.each([
  ["with a key", KEY],
  ["without a key", null],
])("what is stored %s", (_, key) => {
  test.each([0, 1, 65_536, 65_537, 3_300_000])("comes back as it was: %i bytes", async (length) => {
    const data = randomBytes(length);
    expect((await read(await store(data, key), key)).equals(data)).toBe(true);
  });

  test("comes back however the bytes are cut on their way", async () => {
    const data = randomBytes(500_000);
    const stored = await store(data, key);
    for (const step of [1_009, 65_552, stored.length]) {
      expect((await read(stored, key, step)).equals(data)).toBe(true);
    }
  });

  test("is refused after a change of any one bit, or holds what it held", async () => {
    const data = Buffer.from(randomBytes(1_500).toString("hex"));
    const stored = await store(data, key);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: stored.length * 8 - 1 }), async (bit) => {
        const changed = Buffer.from(stored);
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        const came = await read(changed, key).catch((error: unknown) => error);
        if (came instanceof Buffer && !key) expect(came.equals(data)).toBe(true);
        else expect(came).toMatchObject(REFUSED);
      }),
      { numRuns: 400 },
    );
  });

  test("says what it is by its manifest, and gives the database back", async () => {
    const file = path.join(folder, "database");
    writeFileSync(file, randomBytes(300_000));
    const manifest = await manifestOf(readFileSync(file), key !== null);
    const stored = await all(packBackup(manifest, file, key));
    expect(await readManifest(stream(stored), key)).toEqual(manifest);
    const copy = path.join(folder, "copy");
    expect(await unpackBackup(stream(stored), key, copy)).toEqual(manifest);
    expect(readFileSync(copy).equals(readFileSync(file))).toBe(true);
    rmSync(copy);
  });

  test("is refused when its database is another than the manifest says", async () => {
    const file = path.join(folder, "database");
    writeFileSync(file, randomBytes(300_000));
    const manifest = await manifestOf(randomBytes(300_000), key !== null);
    const stored = await all(packBackup(manifest, file, key));
    const copy = path.join(folder, "copy");
    await expect(unpackBackup(stream(stored), key, copy)).rejects.toThrow(/not the one that was put into it/);
    rmSync(copy);
  });
});

async function manifestOf(database: Buffer, isEncrypted: boolean): Promise<Manifest> {
  const fingerprint = { migrations: [], tables: {}, ledgerSums: {}, auditHead: null };
  return {
    format: 1,
    engine: "sqlite",
    moment: "2026-11-20T22:57:01.123Z",
    version: "0.1.0",
    isEncrypted,
    fingerprint,
    database: await hashBytes(stream(database)),
    secrets: null,
    files: [],
    filesMissing: [],
  };
}

test("what is encrypted is refused when it is cut off anywhere, and when something follows", async () => {
  const stored = await store(randomBytes(200_000), KEY);
  for (const length of [0, 1, 10, 22, 100, PIECE_BYTES, stored.length - PIECE_BYTES, stored.length - 1]) {
    await expect(read(stored.subarray(0, length), KEY)).rejects.toMatchObject(REFUSED);
  }
  for (const more of [Buffer.from("x"), Buffer.alloc(PIECE_BYTES), stored]) {
    await expect(read(Buffer.concat([stored, more]), KEY)).rejects.toMatchObject(REFUSED);
  }
});

// Node's zstd does not say that its input ended too early, so what is in it must.
test.each([0, 1, 100, 30_000, 299_000])(
  "a backup without a key is refused when %i bytes of its beginning are left",
  async (length) => {
    const file = path.join(folder, "database");
    writeFileSync(file, randomBytes(300_000));
    const manifest = await manifestOf(readFileSync(file), false);
    const stored = await all(packBackup(manifest, file, null));
    const copy = path.join(folder, "copy");
    await expect(unpackBackup(stream(stored.subarray(0, length)), null, copy)).rejects.toMatchObject(REFUSED);
    rmSync(copy, { force: true });
  },
);

test("a backup without a key is refused when something follows, or is what it was", async () => {
  const data = randomBytes(300_000);
  const stored = await store(data, null);
  for (const more of [Buffer.from("x"), Buffer.alloc(1_000)]) {
    const came = await read(Buffer.concat([stored, more]), null).catch((error: unknown) => error);
    if (came instanceof Buffer) expect(came.equals(data)).toBe(true);
    else expect(came).toMatchObject(REFUSED);
  }
});

test("what is encrypted is refused when its pieces change places, repeat or are left out", async () => {
  const stored = await store(randomBytes(200_000), KEY);
  const head = stored.length - (stored.length % PIECE_BYTES);
  const start = stored.subarray(0, stored.length - head);
  const piece = (n: number) => stored.subarray(start.length + n * PIECE_BYTES, start.length + (n + 1) * PIECE_BYTES);
  for (const parts of [
    [start, piece(1), piece(0), piece(2)],
    [start, piece(0), piece(0), piece(2)],
    [start, piece(0), piece(2)],
  ]) {
    await expect(read(Buffer.concat(parts), KEY)).rejects.toMatchObject(REFUSED);
  }
});

test("a wrong key, and none, are named as what they are, and the key of before opens what it made", async () => {
  const stored = await store(Buffer.from("a school"), KEY);
  await expect(read(stored, randomBytes(32))).rejects.toThrow(
    /it is encrypted with the key [0-9a-f]{16}, and .* is the key [0-9a-f]{16}\. Mend: set MATRICULA_BACKUP_KEY/,
  );
  await expect(read(stored, null)).rejects.toThrow(/it is encrypted with the key [0-9a-f]{16}\. Mend: set/);
  expect((await read(stored, KEY)).toString()).toBe("a school");
});

test("what is damaged before its end is not taken for a school without a key", async () => {
  // As a store that lost its bytes, or another program's file.
  for (const data of [
    Buffer.alloc(0),
    Buffer.alloc(1_000),
    Buffer.from("PK\u0003\u0004"),
    Buffer.from("SQLite format 3\0"),
  ]) {
    await expect(read(data, KEY)).rejects.toThrow("it is no backup of Matricula, or damaged.");
  }
});

test("what the storage has to say is said as it is, not as damage", async () => {
  const stored = await store(randomBytes(300_000), KEY);
  async function* breaking(): AsyncGenerator<Buffer> {
    yield stored.subarray(0, 200_000);
    throw new Error("the disk broke");
  }
  await expect(all(decryptStream(breaking(), KEY))).rejects.toThrow("the disk broke");
  await expect(all(encryptAge(breaking(), KEY))).rejects.toThrow("the disk broke");
});

test("nothing of what was encrypted can be read in it, and no two are alike", async () => {
  const data = Buffer.alloc(100_000, "a name that nobody must read ");
  const [one, two] = [await all(encryptAge(stream(data), KEY)), await all(encryptAge(stream(data), KEY))];
  expect(one.includes("nobody must read")).toBe(false);
  expect(one.equals(two)).toBe(false);
});

test("a file that the age tool encrypted is read", async () => {
  expect((await read(readFileSync("ops/backup/recorded/by-age"), RECORDED_KEY)).toString()).toBe(
    "a file that age encrypted\n",
  );
  await expect(read(readFileSync("ops/backup/recorded/by-age"), KEY)).rejects.toThrow(/encrypted with the key \?/);
});

test("what is encrypted is opened by any program that knows age", async () => {
  const decrypter = new Decrypter();
  decrypter.addIdentity(formatBackupKey(KEY));
  const compressed = await decrypter.decrypt(await store(Buffer.from("a letter"), KEY));
  expect(zstdDecompressSync(compressed).toString()).toBe("a letter");
});

const hasAge = spawnSync("age", ["--version"]).status === 0 && spawnSync("zstd", ["--version"]).status === 0;

test.skipIf(!hasAge)("the commands of docs/backups.md open a backup and a file with the age tool alone", async () => {
  const [, commands = ""] =
    /## Opening one without Matricula[\s\S]*?```sh\n([\s\S]*?)```/.exec(readFileSync("docs/backups.md", "utf8")) ?? [];
  const at = mkdtempSync(path.join(folder, "opened-"));
  const database = randomBytes(400_000);
  const file = path.join(at, "database");
  writeFileSync(file, database);
  const stored = await all(packBackup(await manifestOf(database, true), file, KEY));
  writeFileSync(path.join(at, "2026-11-20T22-57-01.123Z.backup"), stored);
  writeFileSync(path.join(at, "0cd4"), await store(Buffer.from("a letter"), KEY));
  const pasted = commands
    .replace(/AGE-SECRET-KEY-1…/, formatBackupKey(KEY))
    .replaceAll("school/TIME.backup", "2026-11-20T22-57-01.123Z.backup")
    .replaceAll("files/NA/ME", "0cd4");
  execFileSync("bash", ["-e", "-c", pasted], { cwd: at, stdio: "pipe" });
  expect(readFileSync(path.join(at, "matricula.db")).equals(database)).toBe(true);
  expect(JSON.parse(readFileSync(path.join(at, "manifest.json"), "utf8"))).toMatchObject({ engine: "sqlite" });
  expect(readFileSync(path.join(at, "the-file"), "utf8")).toBe("a letter");
  // One that is cut off ends the commands as failed.
  writeFileSync(path.join(at, "2026-11-20T22-57-01.123Z.backup"), stored.subarray(0, -20));
  expect(spawnSync("bash", ["-e", "-c", pasted], { cwd: at }).status).not.toBe(0);
});
