import { expect, test } from "vitest";
import { closeEverything, whenClosing } from "./shutdown.ts";

test("what was said last is done first, once, and also after a step that fails", async () => {
  const done: string[] = [];
  const failure = new Error("the disk is away");
  whenClosing(async () => void done.push("database"));
  whenClosing(() => Promise.reject(failure));
  whenClosing(async () => void done.push("jobs"));
  expect(await closeEverything()).toEqual([failure]);
  expect(await closeEverything()).toEqual([]);
  expect(done).toEqual(["jobs", "database"]);
});
