import { describe, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { createRandom } from "#ops/demo/random.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { cutPower } from "./cut-power.ts";
import { isStraceThere, tryPowerCuts } from "./power-cuts.ts";
import { readTrace } from "./read-trace.ts";

// PostgreSQL's own log is PostgreSQL's to keep.
const isTried = engine === "sqlite" && isStraceThere();

/** A quick run cuts it ten times, while fewer people pay. */
const [PAYMENTS, CUTS] = isQuick ? [4, 10] : [10, 40];

test.runIf(isTried)(`nothing that was promised is missing after any of ${CUTS} power cuts`, async () => {
  const { faults, promises, lossy } = await tryPowerCuts({ payments: PAYMENTS, cuts: CUTS, seed: 2 });
  expect(faults).toEqual([]);
  expect(promises).toBeGreaterThan(4 * PAYMENTS);
  expect(lossy).toBeGreaterThan(CUTS / 10);
});

describe("what a cut leaves", () => {
  const write = (file: string, text: string, offset = 0) => ({
    kind: "write" as const,
    file,
    offset,
    data: Buffer.from(text),
  });
  const leave = (calls: Parameters<typeof cutPower>[1], seed: number) =>
    cutPower(new Map([["/a", Buffer.from("0000")]]), calls, createRandom(seed))
      .get("/a")
      ?.toString();

  test("is all that was synced, and of what was not any part", () => {
    const calls = [write("/a", "11"), { kind: "sync" as const, file: "/a" }, write("/a", "22", 2)];
    const seen = new Set(Array.from({ length: 40 }, (_, seed) => leave(calls, seed)));
    expect([...seen].sort()).toEqual(["1100", "1122"]);
  });

  test("is of a write of two sectors either, both or none", () => {
    const calls = [{ kind: "sync" as const, file: "/a" }, write("/a", "x".repeat(512) + "y".repeat(512))];
    const seen = new Set(
      Array.from({ length: 200 }, (_, seed) => {
        const left = leave(calls, seed) ?? "";
        return `${left.includes("x")} ${left.includes("y")}`;
      }),
    );
    expect(seen.size).toBe(4);
  });
});

test("a trace is read byte by byte, in order, also where a call was interrupted", () => {
  const hex = (text: string) =>
    Array.from(Buffer.from(text), (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  const lines = [
    `7  pwrite64(3<${hex("/in/db")}>, "${hex("ab")}", 2, 8 <unfinished ...>`,
    `8  write(4<${hex("/else")}>, "${hex("no")}", 2) = 2`,
    `7  <... pwrite64 resumed>) = 2`,
    `7  fdatasync(3<${hex("/in/db")}>) = 0`,
  ];
  expect(readTrace(lines.join("\n"), "/in")).toEqual([
    { kind: "write", file: "/in/db", offset: 8, data: Buffer.from("ab") },
    { kind: "sync", file: "/in/db" },
  ]);
  expect(() => readTrace(`7  pwritev(3<${hex("/in/db")}>, [], 0, 0) = 0`, "/in")).toThrow("not understood");
});
