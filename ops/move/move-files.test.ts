import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sourceText } from "#messages/message.ts";
import { openFileStore } from "#providers/files.ts";
import { openFilesMove } from "./move-files.ts";

let home: string;
let from: string;
let to: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "matricula-files-"));
  [from, to] = [path.join(home, "files"), path.join(home, "shared")];
});
afterEach(() => rmSync(home, { recursive: true }));

const keep = (text: string) => openFileStore(from).put(Buffer.from(text));
const keepSeveral = (count: number) => Promise.all(Array.from({ length: count }, (_, n) => keep(`file ${n}`)));
const placeOf = (folder: string, sha256: string) => path.join(folder, sha256.slice(0, 2), sha256.slice(2));
const textOf = (sha256: string) => readFileSync(placeOf(to, sha256), "utf8");

/** Every file below a folder, by its path there. */
const contentOf = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .map((name) => [name, readFileSync(path.join(folder, name), "utf8")])
    .sort();

test("every file goes over with its bytes, for the school's account alone, and those that come meanwhile follow", async () => {
  await keepSeveral(40);
  const moving = openFilesMove(from, to);
  expect(sourceText(await moving.look())).toMatch(/^40 attachments to copy to .*shared, 270 bytes; 270 bytes of that/);
  expect(existsSync(to)).toBe(false);
  expect(sourceText(await moving.copy())).toContain("Copied 40 attachments");
  const late = await keep("late");
  await moving.copyRest();
  expect(textOf(late)).toBe("late");
  expect(contentOf(to)).toEqual(contentOf(from));
  expect([statSync(to).mode & 0o777, statSync(placeOf(to, late)).mode & 0o777]).toEqual([0o700, 0o600]);
});

test("a copy that was ended goes on: what is whole stays, and what is not is written anew", async () => {
  const names = await keepSeveral(40);
  const ending = new AbortController();
  const first = openFilesMove(from, to, ({ files }) => void (files === 20 && ending.abort()));
  await expect(first.copy(ending.signal)).rejects.toThrow("The move was ended");
  const there = names.filter((name) => existsSync(placeOf(to, name)));
  expect(there.length).toBeLessThan(40);
  const [half, other] = there as [string, string];
  truncateSync(placeOf(to, half), 3);
  const before = statSync(placeOf(to, other)).ino;

  const again = openFilesMove(from, to);
  expect(sourceText(await again.look())).toContain("40 attachments");
  await again.copy();
  expect(contentOf(to)).toEqual(contentOf(from));
  expect(statSync(placeOf(to, other)).ino).toBe(before);
});

test("a file about which it is being decided whether it goes is taken along, and a draft is not", async () => {
  const name = await keep("perhaps");
  renameSync(placeOf(from, name), `${placeOf(from, name)}.leaving`);
  writeFileSync(`${placeOf(from, name)}.123-abcdef`, "a draft");
  await openFilesMove(from, to).copy();
  expect(contentOf(to)).toEqual([[path.relative(to, placeOf(to, name)), "perhaps"]]);
});

test("a file that was damaged before goes over as it was, and is named", async () => {
  const name = await keep("whole");
  writeFileSync(placeOf(from, name), "spoilt");
  expect(sourceText(await openFilesMove(from, to).copy())).toMatch(new RegExp(`1 of them was damaged .*${name}`));
  expect(createHash("sha256").update("whole").digest("hex")).toBe(name);
  expect(textOf(name)).toBe("spoilt");
});

test("a school without files moves none", async () => {
  const moving = openFilesMove(from, to);
  expect(sourceText(await moving.look())).toContain("0 attachments");
  expect(sourceText(await moving.copy())).toContain("Copied 0 attachments");
  await moving.copyRest();
});

test("where the files are already, or something else is, none goes", async () => {
  await keep("one");
  for (const place of [from, path.join(from, "below"), home])
    await expect(openFilesMove(from, place).look()).rejects.toThrow("already, or in a folder around it");
  mkdirSync(to, { mode: 0o755 });
  await expect(openFilesMove(from, to).look()).rejects.toThrow(/Others may open the folder .*chmod 0700/);
  chmodSync(to, 0o700);
  mkdirSync(path.join(to, "lost+found"));
  await openFilesMove(from, to).look();
  writeFileSync(path.join(to, "holiday.jpg"), "");
  await expect(openFilesMove(from, to).look()).rejects.toThrow('holds "holiday.jpg", which is no attachment');
  await expect(openFilesMove(from, path.join(to, "holiday.jpg")).look()).rejects.toThrow();
});

test("where there is too little room, it is said before anything is copied", async () => {
  const name = await keep("one");
  truncateSync(placeOf(from, name), 4 * 1024 ** 4);
  await expect(openFilesMove(from, to).look()).rejects.toThrow(/Free in .*shared: .*4,?096 GB will be needed/);
});
