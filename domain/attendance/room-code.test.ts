import { describe, expect, test } from "vitest";
import { addMs } from "../kernel/clock.ts";
import { createId } from "../kernel/ids.ts";
import {
  CODE_STEP_MS,
  createCheckInCode,
  createCheckInPass,
  getCodeLeftMs,
  isCheckInCode,
  isCheckInPass,
  PASS_MS,
} from "./room-code.ts";

const secret = "the secret of one school";
const [meeting, other] = [createId("meeting"), createId("meeting")];
const start = new Date("2026-01-08T17:00:00.000Z");
const after = (ms: number) => addMs(start, ms);

describe("a check-in code", () => {
  const code = createCheckInCode(secret, meeting, start);

  test("is the same for 20 seconds, is taken for 20 more, and not after or before", () => {
    expect(createCheckInCode(secret, meeting, after(CODE_STEP_MS - 1))).toBe(code);
    expect(createCheckInCode(secret, meeting, after(CODE_STEP_MS))).not.toBe(code);
    const taken = [-1, 0, CODE_STEP_MS, 2 * CODE_STEP_MS - 1, 2 * CODE_STEP_MS].map((ms) =>
      isCheckInCode(secret, meeting, code, after(ms)),
    );
    expect(taken).toEqual([false, true, true, true, false]);
  });

  test("opens neither another meeting nor one of another school, and is none when a letter differs or is missing", () => {
    expect(isCheckInCode(secret, other, code, start)).toBe(false);
    expect(isCheckInCode("another school", meeting, code, start)).toBe(false);
    for (const wrong of ["", code.slice(1), `${code}A`, `A${code.slice(1)}`, `é${code.slice(1)}`, "A".repeat(5000)]) {
      if (wrong !== code) expect(isCheckInCode(secret, meeting, wrong, start)).toBe(false);
    }
  });

  test("has a known time left, never none", () => {
    expect([0, 1, CODE_STEP_MS - 1].map((ms) => getCodeLeftMs(after(ms)))).toEqual([CODE_STEP_MS, CODE_STEP_MS - 1, 1]);
  });
});

describe("a pass of who has read a code in time", () => {
  const pass = createCheckInPass(secret, meeting, start);

  test("lasts ten minutes and is of one meeting of one school", () => {
    expect(isCheckInPass(secret, meeting, pass, after(PASS_MS - 1))).toBe(true);
    expect(isCheckInPass(secret, meeting, pass, after(PASS_MS))).toBe(false);
    expect(isCheckInPass(secret, other, pass, start)).toBe(false);
    expect(isCheckInPass("another school", meeting, pass, start)).toBe(false);
  });

  test("cannot be made longer, and a code is no pass", () => {
    const [, proof] = pass.split(".");
    const later = after(2 * PASS_MS)
      .getTime()
      .toString(36);
    const code = createCheckInCode(secret, meeting, start);
    for (const made of [`${later}.${proof}`, `${later}.${code}`, `${pass}.`, `${pass}.x`, "", ".", code]) {
      expect(isCheckInPass(secret, meeting, made, start)).toBe(false);
    }
  });
});
