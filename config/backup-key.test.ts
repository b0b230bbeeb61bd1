import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { formatBackupKey, parseBackupKey } from "./backup-key.ts";

test("a key of age and the same 32 bytes in base64 are one key", () => {
  const key = Buffer.alloc(32, "a recorded key ");
  const written = "AGE-SECRET-KEY-1VYS8YETRDAEXGETYYP4K27FQVYS8YETRDAEXGETYYP4K27FQVYSQQ0FVWT";
  expect(formatBackupKey(key)).toBe(written);
  for (const text of [written, written.toLowerCase(), key.toString("base64"), key.toString("base64url")]) {
    expect(parseBackupKey(text)?.equals(key)).toBe(true);
  }
});

test("every key comes back as it was written", () => {
  for (let n = 0; n < 100; n++) {
    const key = randomBytes(32);
    expect(parseBackupKey(formatBackupKey(key))?.equals(key)).toBe(true);
  }
});
