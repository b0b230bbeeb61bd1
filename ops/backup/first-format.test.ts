import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomBytes } from "node:crypto";
import { decryptStream, readManifest } from "./archive.ts";

/** As they were made by the last version that wrote this format, with a key and without. */
const WAYS = [
  ["with a key", "encrypted", Buffer.alloc(32, "a recorded key ")],
  ["without a key", "plain", null],
] as const;

async function* stream(data: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < data.length; at += 4_099) yield data.subarray(at, at + 4_099);
}

async function read(data: Buffer, key: Buffer | null): Promise<number> {
  let bytes = 0;
  for await (const piece of decryptStream(stream(data), key)) bytes += piece.length;
  return bytes;
}

describe.each(WAYS)("a backup of before it was in the format of age, %s", (_, name, key) => {
  const [backup = ""] = globSync(`ops/backup/recorded/${name}/school/*.backup`);
  const [file = ""] = globSync(`ops/backup/recorded/${name}/files/*/*`);

  test("is read, and so are the files beside it", async () => {
    expect(await readManifest(stream(readFileSync(backup)), key)).toMatchObject({
      moment: "2026-11-20T22:57:01.123Z",
      isEncrypted: key !== null,
    });
    expect(await read(readFileSync(file), key)).toBe(50_000);
  });

  test("is refused after a change of any one bit, and cut off anywhere", async () => {
    const stored = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: stored.length * 8 - 1 }), async (bit) => {
        const changed = Buffer.from(stored);
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        await expect(read(changed, key)).rejects.toMatchObject({ name: "BackupTrouble" });
        await expect(read(stored.subarray(0, bit >> 3), key)).rejects.toMatchObject({ name: "BackupTrouble" });
      }),
      { numRuns: 100 },
    );
  });

  test("is refused with more after it", async () => {
    const more = Buffer.concat([readFileSync(file), Buffer.alloc(40)]);
    await expect(read(more, key)).rejects.toMatchObject({ name: "BackupTrouble" });
  });
});

test("an encrypted one names the key that it needs", async () => {
  const [backup = ""] = globSync("ops/backup/recorded/encrypted/school/*.backup");
  for (const key of [null, randomBytes(32)]) {
    await expect(read(readFileSync(backup), key)).rejects.toThrow(
      /encrypted with the key .* Mend: set MATRICULA_BACKUP/,
    );
  }
});
