import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { getOrCreateSecrets } from "./secrets.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "matricula-secrets-"));
});
afterEach(() => rmSync(home, { recursive: true }));

const modeOf = (place: string) => statSync(place).mode & 0o777;

test("a secret is made once, readable by its owner alone, and is the same ever after", () => {
  const dataDir = path.join(home, "deep", "data");
  const { secret } = getOrCreateSecrets(dataDir);
  expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  expect(modeOf(dataDir)).toBe(0o700);
  expect(modeOf(path.join(dataDir, "secrets.json"))).toBe(0o600);
  expect(getOrCreateSecrets(dataDir)).toEqual({ secret });
});

test("two schools have different secrets", () => {
  expect(getOrCreateSecrets(path.join(home, "a"))).not.toEqual(getOrCreateSecrets(path.join(home, "b")));
});

test("a data folder that others may open is refused with the mend, and left as it is", () => {
  const dataDir = path.join(home, "data");
  getOrCreateSecrets(dataDir);
  chmodSync(dataDir, 0o755);
  expect(() => getOrCreateSecrets(dataDir)).toThrow(/permissions are 0755.*chmod 0700/);
  expect(modeOf(dataDir)).toBe(0o755);
});

test("processes that start at once agree on one secret and leave nothing else behind", {
  timeout: 300_000,
}, async () => {
  const dataDir = path.join(home, "data");
  const script = `import { getOrCreateSecrets } from ${JSON.stringify(path.resolve("ops/secrets.ts"))};
    while (Date.now() < Number(process.argv[2]));
    console.log(getOrCreateSecrets(process.argv[1]).secret);`;
  const startAt = String(Date.now() + 1500);
  const start = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", script, dataDir, startAt]);
  const printed = await Promise.all(Array.from({ length: 4 }, start));
  expect(new Set(printed.map(({ stdout }) => stdout.trim()))).toEqual(new Set([getOrCreateSecrets(dataDir).secret]));
  expect(readdirSync(dataDir)).toEqual(["secrets.json"]);
});
