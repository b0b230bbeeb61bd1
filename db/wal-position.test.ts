import { expect, test } from "vitest";
import { formatWalPosition, NEVER, readWalPosition } from "./wal-position.ts";

test("a position is read and written as PostgreSQL writes it, and what is none is none", () => {
  expect(readWalPosition("16/B374D848")).toBe(0x16b374d848n);
  expect(formatWalPosition(0x16b374d848n)).toBe("16/B374D848");
  expect(readWalPosition(formatWalPosition(NEVER))).toBe(NEVER);
  for (const none of ["", "16", "16/", "16/B374D8480", "16/G", " 16/B", "-1/0", null, 7]) {
    expect(readWalPosition(none)).toBeUndefined();
  }
});

test("the end of a page, and the beginning of the next one's records, are one position", () => {
  expect(readWalPosition("0/2018")).toBe(readWalPosition("0/2000"));
  expect(readWalPosition("0/2020")).not.toBe(readWalPosition("0/2000"));
});
