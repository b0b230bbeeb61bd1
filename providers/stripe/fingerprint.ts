import { createHash } from "node:crypto";

/** Eight characters by which a secret is told from another one, and from which it cannot be guessed. */
export const getFingerprint = (secret: string): string => createHash("sha256").update(secret).digest("hex").slice(0, 8);
