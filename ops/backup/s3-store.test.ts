import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startS3 } from "#tests/support/s3-server.ts";
import { openS3Store } from "./s3-store.ts";

let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
});
afterEach(() => s3.objects.clear());
afterAll(() => s3.stop());

async function* stream(data: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < data.length; at += 65_536) yield data.subarray(at, at + 65_536);
}
async function all(source: AsyncIterable<Buffer> | undefined): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const data of source ?? []) parts.push(data);
  return Buffer.concat(parts);
}

test("keeps what is small in one request and what is large in parts, and gives both back", async () => {
  const store = openS3Store(s3.account);
  for (const length of [0, 10, 16 * 1024 * 1024, 40_000_000]) {
    const data = randomBytes(length);
    await store.write("school/one.backup", stream(data));
    expect((await all(await store.read("school/one.backup"))).equals(data)).toBe(true);
  }
  expect([...s3.objects.keys()]).toEqual(["some school/school/one.backup"]);
  expect(s3.uploads.size).toBe(0);
});

test("lists what is in one folder, over as many pages as it takes, and knows what is not there", async () => {
  const store = openS3Store(s3.account);
  const names = [1, 2, 3, 4, 5, 6, 7].map((n) => `files/aa/${n}`);
  for (const name of [...names, "school/x"]) await store.write(name, stream(Buffer.from(name)));
  expect(await store.list("files/")).toEqual(names);
  expect(await store.read("files/aa/8")).toBeUndefined();
  await store.remove("school/x");
  expect(await store.list("school/")).toEqual([]);
});

test("tries again what the storage could not do just then", async () => {
  s3.control.failing = 2;
  await openS3Store(s3.account).write("one", stream(Buffer.from("x")));
  expect(s3.objects.size).toBe(1);
});

test("leaves nothing half put together when the source breaks off", async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield randomBytes(20_000_000);
    throw new Error("the disk broke");
  }
  await expect(openS3Store(s3.account).write("one", broken())).rejects.toThrow("the disk broke");
  expect([s3.objects.size, s3.uploads.size]).toEqual([0, 0]);
});

test("says plainly that the account is refused, and that nothing is there", async () => {
  const wrong = openS3Store({ ...s3.account, secret: "another" });
  await expect(wrong.list("school/")).rejects.toThrow(/answered 403 \(SignatureDoesNotMatch\)/);
  const nowhere = openS3Store({ ...s3.account, url: "http://127.0.0.1:1/bucket" });
  await expect(nowhere.list("school/")).rejects.toThrow(/cannot be reached/);
});
