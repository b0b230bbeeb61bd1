/**
 * How passwords are kept. Both calls take tens of milliseconds on purpose, so they are made outside every transaction.
 * `hash` gives the PHC form, with its parameters in it; `verify` against anything else is false.
 */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(passwordHash: string, password: string): Promise<boolean>;
  /** The hash of a password that nobody knows: what an unknown address is checked against, so that it takes as long. */
  nobodysHash(): Promise<string>;
}
