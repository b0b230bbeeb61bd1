import { expect, test } from "vitest";
import { type Job, runSideBySide } from "./side-by-side.ts";

/** Jobs that note when they begin and end, and how many ran at once. */
function noted() {
  const notes: string[] = [];
  const job = (name: string, share: number, after: string[] = []): Job<string> => ({
    name,
    share,
    after,
    async run() {
      notes.push(`${name} begins`);
      await new Promise((wake) => setTimeout(wake, 5));
      notes.push(`${name} ends`);
      return name;
    },
  });
  const before = (one: string, other: string) => notes.indexOf(one) >= 0 && notes.indexOf(one) < notes.indexOf(other);
  return { notes, job, before };
}

test("what fits runs at once, somewhat more than the processors bear, what does not waits, and the results keep the order of the jobs", async () => {
  const { job, before } = noted();
  const results = await runSideBySide([job("a", 1), job("b", 1.6), job("c", 2), job("d", 1)], 2);
  expect(results).toEqual(["a", "b", "c", "d"]);
  expect(before("b begins", "a ends")).toBe(true);
  expect(before("a ends", "c begins") && before("b ends", "c begins")).toBe(true);
});

test("a job begins after those that it comes after, whatever is free, and one that was not asked for keeps nobody", async () => {
  const { job, before } = noted();
  await runSideBySide([job("tests", 1, ["build", "not asked for"]), job("build", 1), job("lint", 1)], 8);
  expect(before("build ends", "tests begins")).toBe(true);
  expect(before("lint begins", "build ends")).toBe(true);
});

test("a job that needs more than the machine has runs alone", async () => {
  const { job, before } = noted();
  expect(await runSideBySide([job("small", 0.5), job("large", 4)], 1)).toEqual(["small", "large"]);
  expect(before("small ends", "large begins")).toBe(true);
});

test("jobs that wait for each other, and one that throws, end in an error and not in silence", async () => {
  const { job, notes } = noted();
  await expect(runSideBySide([job("a", 1, ["b"]), job("b", 1, ["a"])], 2)).rejects.toThrow("a, b wait for each other");
  const breaks: Job<string> = { name: "breaks", share: 1, run: () => Promise.reject(new Error("no disk")) };
  await expect(runSideBySide([breaks, job("beside", 1)], 2)).rejects.toThrow("no disk");
  expect(notes.at(-1)).toBe("beside ends");
});
