import { expect, test } from "vitest";
import { runShutdownSteps, onShutdown } from "./shutdown.ts";

test("what was said last is done first, once, and also after a step that fails", async () => {
  const done: string[] = [];
  const failure = new Error("the disk is away");
  onShutdown(async () => void done.push("database"));
  onShutdown(() => Promise.reject(failure));
  onShutdown(async () => void done.push("jobs"));
  expect(await runShutdownSteps()).toEqual([failure]);
  expect(await runShutdownSteps()).toEqual([]);
  expect(done).toEqual(["jobs", "database"]);
});
