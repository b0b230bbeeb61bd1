import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { formatCertificateNumber } from "../kernel/certificate-number.ts";
import type { Certificate } from "./machine.ts";

/*
 * What the QR code of a certificate says: a JWS in compact form (RFC 7515), signed with Ed25519 (RFC 8037), so that every library that
 * knows JOSE can check it with the school's published key, and nobody has to ask the school.
 */

/** A longer title is cut here, so that the code stays large enough to be read from paper. */
const TITLE_CHARACTERS_MAX = 80;
/** Far above what the longest name makes. */
const SIGNED_CHARACTERS_MAX = 2_500;

/** `iss`: the school's address. `jti`: the code of the public page. Days are `2027-03-03`. */
export const SignedClaims = z.object({
  iss: z.string(),
  jti: z.string(),
  number: z.string(),
  version: z.number().int(),
  name: z.string(),
  course: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  completed: z.string(),
  issued: z.string(),
});
export type SignedClaims = z.output<typeof SignedClaims>;

/** A public key as the school publishes it: a JWK of RFC 8037. */
export type PublicJwk = { kty: "OKP"; crv: "Ed25519"; kid: string; x: string; alg: "EdDSA"; use: "sig" };

export const toJwk = (id: string, publicKey: string): PublicJwk => ({
  kty: "OKP",
  crv: "Ed25519",
  kid: id,
  x: publicKey,
  alg: "EdDSA",
  use: "sig",
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function cut(title: string): string {
  const letters = [...title];
  return letters.length > TITLE_CHARACTERS_MAX ? `${letters.slice(0, TITLE_CHARACTERS_MAX - 1).join("")}…` : title;
}

/** Signs what a certificate says. The same certificate, key and address give the same text. */
export function signCertificate(
  certificate: Certificate,
  { keyId, privateKey, issuer }: { keyId: string; privateKey: KeyObject; issuer: string },
): string {
  const claims: SignedClaims = {
    iss: issuer,
    jti: certificate.code,
    number: formatCertificateNumber(certificate),
    version: certificate.version,
    name: certificate.name,
    course: cut(certificate.courseTitle),
    from: certificate.startsOn,
    to: certificate.endsOn,
    completed: certificate.completedOn,
    issued: certificate.issuedOn,
  };
  const text = `${encode({ alg: "EdDSA", kid: keyId })}.${encode(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString("base64url")}`;
}

const Header = z.object({ alg: z.literal("EdDSA"), kid: z.string() });

export const isSignedForm = (text: string): boolean =>
  text.length <= SIGNED_CHARACTERS_MAX && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/**
 * What a signed text says, when one of these keys has signed it; undefined for everything else: a key of another school, another
 * algorithm, a changed letter. Base64url that is written in another way than ours is none of ours either.
 */
export function readSigned(text: string, keys: readonly { id: string; publicKey: string }[]): SignedClaims | undefined {
  if (!isSignedForm(text)) return undefined;
  const [header = "", body = "", signature = ""] = text.split(".");
  const { data: named } = Header.safeParse(decode(header));
  const key = keys.find(({ id }) => id === named?.kid);
  const bytes = Buffer.from(signature, "base64url");
  if (!key || bytes.toString("base64url") !== signature) return undefined;
  if (!verify(null, Buffer.from(`${header}.${body}`), importPublicKey(key.publicKey), bytes)) return undefined;
  return SignedClaims.safeParse(decode(body)).data;
}

/** `x` is the key's 32 bytes in base64url. */
const importPublicKey = (x: string): KeyObject =>
  createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });

/** A private key of 32 bytes, as it is sealed. */
export const importPrivateKey = (d: Buffer, x: string): KeyObject =>
  createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", d: d.toString("base64url"), x }, format: "jwk" });
