import { expect, test } from "vitest";
import { planConnections } from "./connection-plan.ts";

test("connections are divided by cores, processes and what the server has, and each process can always read", () => {
  const plan = (limit: number, processes: number, cores = processes) =>
    planConnections(limit, { processes, cores, others: 5 });
  expect(plan(97, 1)).toEqual({ limit: 97, needed: 14, readers: 4, isShort: false });
  expect(plan(97, 4)).toEqual({ limit: 97, needed: 65, readers: 10, isShort: false });
  expect(plan(47, 4)).toEqual({ limit: 47, needed: 65, readers: 5, isShort: true });
  expect(plan(20, 4)).toMatchObject({ readers: 2, isShort: true });
});
