/** How the values of settings are read, and what is said of one that cannot be. */
import { z } from "zod";
import { readEmail } from "#domain/kernel/email-address.ts";
import type { TrustedProxies } from "#domain/kernel/resolve-client-address.ts";
import { readNetworks } from "#domain/kernel/networks.ts";
import { type Issue, issue, type Message, message } from "#messages/message.ts";

/** Says what is wrong and how to mend it, in the one form that every refusal of the configuration has. */
export const settingProblem = (what: Message, mend: Message): Message => message("config.with_mend", { what, mend });

export const LOCAL_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);

export function splitList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

export const settingIssue = (what: Message, mend: Message): Issue => issue("config.with_mend", { what, mend });

export const wholeNumber = (min: number, max: number, mend: Message) =>
  z.string().refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
    message: settingIssue(message("config.not_a_whole_number", { min, max }), mend),
  });

export const address = (mend: Message) =>
  z.string().transform((text, problem) => {
    const read = readEmail(text);
    if ("email" in read) return read.email;
    const what = message("config.not_an_email_address");
    problem.addIssue({ code: "custom", message: settingIssue(what, mend) });
    return z.NEVER;
  });

/** The address in `Evening School <office@school.example>`, or all of what stands there. */
export const senderAddress = (text: string) => /<([^<>]*)>$/.exec(text)?.[1] ?? text;

/** What goes there cannot be read by others on the way: it is encrypted, or stays on this machine. */
export const isEncryptedInTransit = (text: string) => !/^http:/i.test(text) || LOCAL_HOSTS.has(new URL(text).hostname);

export const word = (name: string, charactersMax = 400) =>
  z.string().refine((text) => text.length <= charactersMax && !/[\r\n]/.test(text), {
    message: settingIssue(
      message("config.not_one_line", { count: charactersMax }),
      message("config.mend_not_one_line", { name }),
    ),
  });

/** The most proxies that can be counted; each is one more place where an address can be made up. */
export const PROXIES_MAX = 10;

/** A number of proxies, or where they are. Undefined when it is neither. */
export function parseTrustedProxies(text: string): TrustedProxies | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= PROXIES_MAX ? { count: Number(text) } : undefined;
  const { networks, wrong: others } = readNetworks(splitList(text));
  return others.length === 0 && networks.length > 0 ? { networks } : undefined;
}

/** `name=value` with commas between; a value is percent-encoded (https://www.w3.org/TR/baggage/, without properties). */
export function parseHeaders(text: string): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (const pair of splitList(text)) {
    const [, name, encoded = ""] = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*=\s*([\x20-\x7e]*)$/.exec(pair) ?? [];
    const value = decoded(encoded);
    if (name === undefined || value === undefined || !/^[\x20-\x7e]*$/.test(value)) return undefined;
    headers[name] = value;
  }
  return headers;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
