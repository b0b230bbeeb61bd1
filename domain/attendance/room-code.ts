import { createHmac, timingSafeEqual } from "node:crypto";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";

/** How long one code is shown. It is taken for as long again, because reading it and sending it takes a while. */
export const CODE_STEP_MS = 20_000;

/** Whoever has read a code in time may take this long to sign in and to press the button. */
export const PASS_MS = 10 * MINUTE_MS;

/** 128 bits of the HMAC, safe in an address. */
const PROOF_LENGTH = 22;

/**
 * What shows that somebody was in the room: a code of a meeting that changes every 20 seconds. The key is derived from the
 * school's secret, so a code of another school, or one made for another purpose, is none.
 */
export function createCheckInCode(schoolSecret: string, meetingId: string, now: Date): string {
  return createProof(schoolSecret, `code:${meetingId}:${stepOf(now)}`);
}

/** Whether it is the code of this meeting that is shown now, or the one that was shown before. */
export function isCheckInCode(schoolSecret: string, meetingId: string, code: string, now: Date): boolean {
  const right = [now, addMs(now, -CODE_STEP_MS)].map((at) => createCheckInCode(schoolSecret, meetingId, at));
  // Both are always compared, so that the time it takes does not say which.
  return right.map((each) => isSame(each, code)).includes(true);
}

/** For how many more milliseconds the present code is the present one. */
export const getCodeLeftMs = (now: Date): number => CODE_STEP_MS - (now.getTime() % CODE_STEP_MS);

/** Says that its holder has read a code of this meeting in time: `<until, base 36>.<HMAC>`. A browser keeps it as a cookie while somebody signs in. */
export function createCheckInPass(schoolSecret: string, meetingId: string, now: Date): string {
  const until = addMs(now, PASS_MS).getTime().toString(36);
  return `${until}.${createProof(schoolSecret, `pass:${meetingId}:${until}`)}`;
}

export function isCheckInPass(schoolSecret: string, meetingId: string, pass: string, now: Date): boolean {
  const [until = "", proof = "", ...more] = pass.split(".");
  const isRight = isSame(createProof(schoolSecret, `pass:${meetingId}:${until}`), proof);
  return isRight && more.length === 0 && Number.parseInt(until, 36) > now.getTime();
}

const stepOf = (at: Date) => Math.floor(at.getTime() / CODE_STEP_MS);

function createProof(schoolSecret: string, what: string): string {
  const key = createHmac("sha256", schoolSecret).update("attendance check-in").digest();
  return createHmac("sha256", key).update(what).digest("base64url").slice(0, PROOF_LENGTH);
}

function isSame(right: string, sent: string): boolean {
  const [a, b] = [Buffer.from(right), Buffer.from(sent)];
  return a.length === b.length && timingSafeEqual(a, b);
}
