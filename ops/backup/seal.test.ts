import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encryptStream, decryptStream } from "./archive.ts";
import { createEncryption, createDecryption } from "./seal.ts";

const KEY = randomBytes(32);
const PIECE_BYTES = 1024 * 1024 + 16;

async function* stream(data: Buffer, step = 65_536): AsyncGenerator<Buffer> {
  for (let at = 0; at < data.length; at += step) yield data.subarray(at, at + step);
}

async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const data of source) parts.push(data);
  return Buffer.concat(parts);
}

const seal = (data: Buffer, key: Buffer | null) => all(createEncryption(key)(stream(data)));
const unseal = (data: Buffer, key: Buffer | null, step?: number) => all(createDecryption(key)(stream(data, step)));

describe.each([
  ["with a key", KEY],
  ["without a key", null],
])("what is sealed %s", (_, key) => {
  test.each([0, 1, 1024 * 1024, 1024 * 1024 + 1, 3_300_000])("comes back as it was: %i bytes", async (length) => {
    const data = randomBytes(length);
    expect((await all(decryptStream(stream(await all(encryptStream(stream(data), key))), key))).equals(data)).toBe(
      true,
    );
  });

  test("comes back however the bytes are cut on their way", async () => {
    const data = randomBytes(2_500_000);
    const stored = await seal(data, key);
    for (const step of [7_919, 1024 * 1024, stored.length])
      expect((await unseal(stored, key, step)).equals(data)).toBe(true);
  });

  test("is refused after a change of any one bit", async () => {
    const stored = await seal(randomBytes(3_000), key);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: stored.length * 8 - 1 }), async (bit) => {
        const changed = Buffer.from(stored);
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        await expect(unseal(changed, key)).rejects.toMatchObject({ name: "BackupTrouble" });
      }),
      { numRuns: 400 },
    );
  });

  test("is refused when it is cut off anywhere, also where a piece ends", async () => {
    const stored = await seal(randomBytes(2_500_000), key);
    const head = stored.length - (2_500_000 + 3 * 16);
    for (const length of [0, 10, head, head + PIECE_BYTES, head + 2 * PIECE_BYTES, stored.length - 1]) {
      await expect(unseal(stored.subarray(0, length), key)).rejects.toMatchObject({ name: "BackupTrouble" });
    }
  });

  test("is refused when its pieces change places, repeat, or get company", async () => {
    const stored = await seal(randomBytes(2_500_000), key);
    const head = stored.length - (2_500_000 + 3 * 16);
    const piece = (n: number) => stored.subarray(head + n * PIECE_BYTES, head + (n + 1) * PIECE_BYTES);
    const start = stored.subarray(0, head);
    const changed = [
      [start, piece(1), piece(0), piece(2)],
      [start, piece(0), piece(0), piece(2)],
      [start, piece(0), piece(2)],
      [start, piece(0), piece(1), piece(2), Buffer.from("x")],
    ];
    for (const parts of changed) {
      await expect(unseal(Buffer.concat(parts), key)).rejects.toMatchObject({ name: "BackupTrouble" });
    }
  });
});

test("a wrong key, and none, are named as what they are", async () => {
  const stored = await seal(Buffer.from("a school"), KEY);
  await expect(unseal(stored, randomBytes(32))).rejects.toThrow(
    /it is encrypted with the key .* Mend: set MATRICULA_BACKUP_KEY/,
  );
  await expect(unseal(stored, null)).rejects.toThrow(/it is encrypted with the key .* Mend: set MATRICULA_BACKUP_KEY/);
});

test("nothing of what was sealed with a key can be read in it, and no two seals are alike", async () => {
  const data = Buffer.alloc(100_000, "a name that nobody must read ");
  const [one, two] = [await seal(data, KEY), await seal(data, KEY)];
  expect(one.includes("nobody must read")).toBe(false);
  expect(one.equals(two)).toBe(false);
});
