import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { materials, files } from "#db/schema/index.ts";
import { addMaterial } from "#domain/courses/add-material.ts";
import { createId } from "#domain/kernel/ids.ts";
import { runtime } from "#runtime";
import { type Fixtures, openFixtureSchool } from "#tests/support/route-table/fixtures.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

let things: Fixtures;
let servers: TestServers;
const BYTES = new Uint8Array(1000).map((_, at) => at % 251);
const FILM = "https://youtu.be/dQw4w9WgXcQ";
let film: { id: string; fileId: string };
let link: string;

beforeAll(async () => {
  things = await openFixtureSchool();
  const { school, courseId, dataDir } = things;
  const fileId = createId("file");
  const sha256 = await runtime().files.put(BYTES);
  await school.database.write(async (tx) => {
    const about = { id: fileId, sha256, name: "film.mp4", mediaType: "video/mp4", sizeBytes: BYTES.length };
    await tx.insert(files).values({ ...about, createdAt: school.clock(), createdBy: null });
  });
  const by = { courseId, title: "Film", body: "", url: "" };
  await school.database.write(async (tx) => {
    const at = school.clock();
    const row = { ...by, id: createId("material"), kind: "file" as const, fileId, createdAt: at, updatedAt: at };
    await tx.insert(materials).values(row);
    film = { id: row.id, fileId };
  });
  const elsewhere = { ...by, kind: "link" as const, title: "Elsewhere", url: FILM, fileId: null, isPreview: true };
  link = (await school.asSystem((ctx) => addMaterial(ctx, elsewhere))).id;
  servers = await startServers(1, school.database.url, { MATRICULA_DATA_DIR: dataDir });
});

afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${servers.all[0]?.url}${path}`, { headers, redirect: "manual" });
const asStudent = (path: string, headers: Record<string, string> = {}) =>
  ask(path, { cookie: things.people.student.cookie, ...headers });

test("a film is asked for in parts, and a part of another film is never sent as a part of this one", async () => {
  const path = `/files/${film.fileId}`;
  const whole = await asStudent(path);
  const tag = whole.headers.get("etag") ?? "";
  expect([whole.status, whole.headers.get("accept-ranges"), tag]).toEqual([
    200,
    "bytes",
    expect.stringMatching(/^"\w{64}"$/),
  ]);
  const part = await asStudent(path, { range: "bytes=10-19", "if-range": tag });
  expect([part.status, part.headers.get("content-range")]).toEqual([...[206, "bytes 10-19/1000"]]);
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(BYTES.slice(10, 20));
  // Safari asks for the first two bytes, Chrome for all from the beginning.
  expect((await asStudent(path, { range: "bytes=0-1" })).headers.get("content-range")).toBe("bytes 0-1/1000");
  const all = await asStudent(path, { range: "bytes=0-" });
  expect([all.status, all.headers.get("content-range")]).toEqual([206, "bytes 0-999/1000"]);
  const behind = await asStudent(path, { range: "bytes=1000-" });
  expect([behind.status, behind.headers.get("content-range")]).toEqual([416, "bytes */1000"]);
  for (const other of ['"another"', `W/${tag}`, "Thu, 08 Jan 2026 10:00:00 GMT"]) {
    const answer = await asStudent(path, { range: "bytes=10-19", "if-range": other });
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 1000]);
  }
});

test("the file of a material that is not published yet is as little there as its page, to the student and to strangers", async () => {
  const { database } = things.school;
  const set = (values: Partial<typeof materials.$inferInsert>) =>
    database.write(async (tx) => void (await tx.update(materials).set(values).where(eq(materials.id, film.id))));
  const page = `/learning/${things.courseSlug}/${film.id}`;
  const statuses = async () => [
    (await asStudent(page)).status,
    (await asStudent(`/files/${film.fileId}`)).status,
    (await ask(`/files/${film.fileId}`)).status,
    (await ask(page, { cookie: things.people.instructor.cookie })).status,
  ];
  expect(await statuses()).toEqual([200, 200, 404, 200]);
  await set({ publishOn: "2199-01-01" });
  expect(await statuses()).toEqual([404, 404, 404, 200]);
  await set({ publishOn: null, isPreview: true });
  expect(await statuses()).toEqual([200, 200, 200, 200]);
  await set({ isPreview: false });
});

test("a page lets nothing of another server in before somebody has pressed play, and then its player alone", async () => {
  for (const path of [`/courses/${things.courseSlug}/preview/${link}`, `/learning/${things.courseSlug}/${link}`]) {
    const before = await asStudent(path);
    const policy = before.headers.get("content-security-policy") ?? "";
    expect([policy.includes("frame-src"), policy.includes("media-src 'self';")]).toEqual([false, true]);
    const html = await before.text();
    expect(html).not.toContain("<iframe");
    expect(html).not.toContain("youtube-nocookie.com/embed");
    const after = await asStudent(`${path}?play=1`);
    expect(after.headers.get("content-security-policy")).toContain("frame-src https://www.youtube-nocookie.com");
    expect(await after.text()).toContain('<iframe src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"');
  }
  const other = await asStudent("/learning?play=1");
  expect(other.headers.get("content-security-policy")).not.toContain("frame-src");
});
