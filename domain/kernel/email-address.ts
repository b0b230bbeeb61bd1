import { domainToASCII, domainToUnicode } from "node:url";
import type { Message } from "#messages/message.ts";

/** RFC 5321, 4.5.3.1: octets of the part before the @, and of a whole address (its path of 256 has two angle brackets). */
const LOCAL_MAX = 64;
const ADDRESS_MAX = 254;
const LABEL_MAX = 63;

/** RFC 5322, 3.2.3: atoms of letters, digits and these signs, with single dots between them. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** More than any address has, however it is written. */
const TYPED_MAX = 1_000;

export type EmailProblem = "shape" | "too_long" | "local_letters" | "quoted" | "ip" | "no_dot" | "domain";

/** What is said beside the field. */
export const explainEmailProblem = (problem: EmailProblem): Message => ({ key: `fields.email_${problem}` });

export type ReadEmail = { email: string } | { problem: EmailProblem };

/**
 * The one form in which an address is stored, compared and sent to: lower case, its domain in ASCII (IDNA by UTS 46, as the
 * WHATWG URL standard has it), without what cannot be seen, blanks around it or a last dot. However somebody writes their
 * address, it is the same account.
 *
 * It takes what RFC 5321 can deliver to a mailbox of a named domain. Letters beyond ASCII before the @ need SMTPUTF8 (RFC
 * 6531) on every server of the way, which the mail sender does not ask for; quoted parts and numbers of machines are mail
 * that no school sends. Those are refused, with words.
 */
export function readEmail(typed: string): ReadEmail {
  if (typed.length > TYPED_MAX) return { problem: "too_long" };
  const plain = typed
    .toWellFormed()
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}+|\p{Cf}+/gu, "")
    .trim();
  const at = plain.lastIndexOf("@");
  if (at < 1 || /[\p{Cc}\s]/u.test(plain)) return { problem: plain.startsWith('"') && at > 0 ? "quoted" : "shape" };
  const local = plain.slice(0, at).toLowerCase();
  const domain = readDomain(plain.slice(at + 1));
  if (!LOCAL_PART.test(local)) return { problem: localProblem(local) };
  if (typeof domain === "object") return domain;
  const email = `${local}@${domain}`;
  return local.length > LOCAL_MAX || email.length > ADDRESS_MAX ? { problem: "too_long" } : { email };
}

function localProblem(local: string): EmailProblem {
  if (/["()<>,;:\\[\]]/.test(local)) return /^"|"$|[()\\]/.test(local) ? "quoted" : "shape";
  return /[^\0-\x7f]/.test(local) ? "local_letters" : "shape";
}

function readDomain(typed: string): string | { problem: EmailProblem } {
  if (/^\[.*\]$/.test(typed)) return { problem: "ip" };
  // U+3002 is the full stop of Chinese and Japanese keyboards: UTS 46 takes it for a dot.
  const written = typed.replace(/[.\u3002]$/u, "");
  // domainToASCII is made for URLs and would take these for the end of a host.
  if (written === "" || /[/\\?#:@%[\]^|<>"`{}!$&'()*+,;=~]/.test(written)) return { problem: "shape" };
  const domain = domainToASCII(written);
  if (domain === "") return { problem: /^[\d.]+$/.test(written) ? "ip" : "domain" };
  if (/^\d+(\.\d+){3}$/.test(domain)) return { problem: "ip" };
  const labels = domain.split(".");
  if (labels.some((label) => !LABEL.test(label) || label.length > LABEL_MAX)) return { problem: "domain" };
  if (labels.length < 2) return { problem: "no_dot" };
  return /^\d+$/.test(labels.at(-1) as string) ? { problem: "domain" } : domain;
}

/** The stored form of an address, undefined when it is none that we take. */
export function canonicalizeEmail(typed: string): string | undefined {
  const read = readEmail(typed);
  return "email" in read ? read.email : undefined;
}

/**
 * A stored address as people write it, with the letters of its domain. Where a label mixes scripts, or looks like ASCII and is
 * not, it stays in its ASCII form: it could be read as somebody else's. After Unicode's UTS 39, the level "highly restrictive".
 */
export function formatEmail(email: string): string {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1);
  if (!/(^|\.)xn--/.test(domain)) return email;
  const labels = domain.split(".").map((label) => {
    const shown = label.startsWith("xn--") ? domainToUnicode(label) : label;
    return isSafeLabel(shown) ? shown : label;
  });
  return `${email.slice(0, at)}@${labels.join(".")}`;
}

const ONE_SCRIPT = [
  /^[a-z\u00df-\u024f\u1e00-\u1eff\d-]+$/u,
  /^[\p{sc=Greek}\p{Nd}\p{Mn}-]+$/u,
  /^[\p{sc=Cyrillic}\p{Nd}\p{Mn}-]+$/u,
  /^[\p{sc=Hebrew}\p{Nd}-]+$/u,
  /^[\p{sc=Arabic}\p{Nd}\p{Mn}-]+$/u,
  /^[\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Tamil}\p{sc=Thai}\p{Nd}\p{Mn}\p{Mc}-]+$/u,
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}a-z\d\u30fc\u3005-]+$/u,
  /^[\p{sc=Han}\p{sc=Hangul}a-z\d-]+$/u,
  /^[\p{sc=Armenian}\p{Nd}-]+$/u,
  /^[\p{sc=Georgian}\p{Nd}-]+$/u,
];

/** Cyrillic and Greek letters that look like those of a to z. */
const LOOKS_ASCII = /^[асԁеһіјӏорԛѕԝхуԍѵαονρικυχ\d-]+$/u;

function isSafeLabel(label: string): boolean {
  return ONE_SCRIPT.some((script) => script.test(label)) && !LOOKS_ASCII.test(label);
}

/** An address in each form that somebody may look for it. */
export function listEmailForms(email: string): string[] {
  const at = email.lastIndexOf("@");
  const shown = at < 0 ? email : `${email.slice(0, at)}@${domainToUnicode(email.slice(at + 1))}`;
  return shown === email ? [email] : [email, shown];
}
