import { readEmail } from "../kernel/email-address.ts";

const ANY_UNDER = "*.";

/**
 * A domain as rules store and compare it: lower case and ASCII, as addresses are stored. `*.example.org` is every domain under it, and not
 * itself. An @ before it, as people write it, is left out. Undefined for what is no domain.
 */
export function readMailDomain(typed: string): string | undefined {
  const plain = typed.trim().replace(/^@/, "");
  const isAny = plain.startsWith(ANY_UNDER);
  const read = readEmail(`a@${isAny ? plain.slice(ANY_UNDER.length) : plain}`);
  if (!("email" in read)) return undefined;
  return `${isAny ? ANY_UNDER : ""}${read.email.slice("a@".length)}`;
}

/** Whether a stored address is at one of the domains. `example.org.evil.test` and `badexample.org` are not at `example.org`. */
export function isAtDomain(email: string, domains: readonly string[]): boolean {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  return domains.some((each) =>
    each.startsWith(ANY_UNDER) ? domain.endsWith(each.slice(1)) && domain.length >= each.length : domain === each,
  );
}

/** What is read of a list of addresses and domains that somebody typed or pasted, and what of it is neither. */
export function splitList(typed: string): string[] {
  return [...new Set(typed.split(/[\s,;]+/).filter((each) => each !== ""))];
}
