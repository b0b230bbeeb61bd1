import { hash, verify } from "@node-rs/argon2";
import type { PasswordHasher } from "#domain/accounts/password-hasher.ts";
import { createSecret } from "#domain/kernel/ids.ts";

/**
 * Argon2id with 19 MiB, two passes and one lane: the first choice of the OWASP Password Storage Cheat Sheet. Argon2id and
 * version 19 are the library's defaults, and stand in every hash.
 */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One person types the same letters in several Unicode forms on several keyboards; all of them must open the account. */
const oneForm = (password: string) => password.normalize("NFKC");

export function openPasswordHasher(): PasswordHasher {
  let nobodys: Promise<string> | undefined;
  const make = (password: string) => hash(oneForm(password), PARAMETERS);
  return {
    hash: make,
    async verify(passwordHash, password) {
      if (!passwordHash.startsWith("$argon2id$")) return false;
      return verify(passwordHash, oneForm(password));
    },
    nobodysHash: () => (nobodys ??= make(createSecret())),
  };
}
