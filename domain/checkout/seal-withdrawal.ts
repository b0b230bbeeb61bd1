import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";

/*
 * What somebody has typed on the way to withdrawing travels in the address of the next page, so that it works without a script and nothing is
 * kept before they confirm it. It is encrypted with a key of the school's secret: no log and no shared screen shows whose order it is.
 */
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Far more than the longest that can be typed. */
const LENGTH_MAX = 2_000;

const sealingKey = (schoolSecret: string) => Buffer.from(hkdfSync("sha256", schoolSecret, "", "withdrawal", KEY_BYTES));

/** `draft`: what was typed, with the id that it will have; `receipt`: that it was received, now or, with `isRepeat`, before. */
const Step = z.discriminatedUnion("step", [
  z.object({
    step: z.literal("draft"),
    id: z.string().max(60),
    code: z.string().max(40),
    email: z.string().max(254),
    name: z.string().max(200),
  }),
  z.object({ step: z.literal("receipt"), id: z.string().max(60), isRepeat: z.boolean().optional() }),
]);

export type WithdrawalStep = z.infer<typeof Step>;

export function sealWithdrawal(step: WithdrawalStep, schoolSecret: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, sealingKey(schoolSecret), nonce);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(step), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** Undefined for anything that this school has not sealed. */
export function openWithdrawal(sealed: string, schoolSecret: string): WithdrawalStep | undefined {
  if (sealed.length > LENGTH_MAX) return undefined;
  const whole = Buffer.from(sealed, "base64url");
  try {
    const decipher = createDecipheriv(CIPHER, sealingKey(schoolSecret), whole.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(whole.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(whole.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return Step.safeParse(JSON.parse(text.toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
