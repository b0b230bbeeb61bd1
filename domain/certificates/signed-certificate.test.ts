import { createHmac, createPublicKey, sign, verify } from "node:crypto";
import { expect, test } from "vitest";
import { createCertificateCode } from "./certificate-code.ts";
import type { Certificate } from "./machine.ts";
import { createCertificateKey, openPrivateKey } from "./certificate-keys.ts";
import { importPrivateKey, readSigned, signCertificate, toJwk } from "./signed-certificate.ts";

const SECRET = "a secret of the school that nobody else has";

function newKey(secret = SECRET) {
  const key = createCertificateKey(secret);
  const bytes = openPrivateKey(key, secret);
  if (!bytes) throw new Error("not opened");
  return { ...key, privateKey: importPrivateKey(bytes, key.publicKey) };
}

const certificate = {
  ...{ year: 2026, serial: 42, version: 1, code: createCertificateCode(), name: "Łukasz", courseTitle: "Aquarell" },
  ...{ startsOn: "2026-03-03", endsOn: "2026-06-30", completedOn: "2026-06-30", issuedOn: "2026-07-01" },
} as Certificate;

const key = newKey();
const issuer = "https://school.example";
const signed = signCertificate(certificate, { keyId: key.id, privateKey: key.privateKey, issuer });
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("what the school has signed is read with its published key alone, as every JOSE library does it", () => {
  expect(readSigned(signed, [key])).toMatchObject({ iss: issuer, jti: certificate.code, number: "2026-0042" });
  const [header, body, signature = ""] = signed.split(".");
  const published = createPublicKey({ key: toJwk(key.id, key.publicKey), format: "jwk" });
  expect(verify(null, Buffer.from(`${header}.${body}`), published, Buffer.from(signature, "base64url"))).toBe(true);
});

test("the same certificate is signed with the same text", () => {
  expect(signCertificate(certificate, { keyId: key.id, privateKey: key.privateKey, issuer })).toBe(signed);
});

test("a changed letter, another school's key, another algorithm and no signature are none of ours", () => {
  const [header = "", body = "", signature = ""] = signed.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  const forged = part({ ...claims, name: "Somebody Else" });
  const other = newKey();
  const byOther = signCertificate(certificate, { keyId: key.id, privateKey: other.privateKey, issuer });
  const none = part({ alg: "none", kid: key.id });
  const hmac = part({ alg: "HS256", kid: key.id });
  const attempts = [
    `${header}.${forged}.${signature}`,
    byOther,
    signCertificate(certificate, { keyId: other.id, privateKey: other.privateKey, issuer }),
    `${none}.${body}.`,
    `${none}.${body}.${signature}`,
    `${hmac}.${body}.${createHmac("sha256", key.publicKey).update(`${hmac}.${body}`).digest("base64url")}`,
    `${header}.${body}.${signature}==`,
    `${header}.${body}.${signature.slice(0, -2)}`,
    `${header}.${body}`,
    `${body}.${header}.${signature}`,
    `${header}.${body}.${"A".repeat(86)}`,
    "..",
    "",
    "a".repeat(100_000),
  ];
  for (const attempt of attempts) expect(readSigned(attempt, [key])).toBeUndefined();
});

test("what the key has signed and is no certificate is none", () => {
  const text = `${part({ alg: "EdDSA", kid: key.id })}.${part({ jti: 7 })}`;
  expect(
    readSigned(`${text}.${sign(null, Buffer.from(text), key.privateKey).toString("base64url")}`, [key]),
  ).toBeUndefined();
});

test("a retired key still checks what it has signed", () => {
  expect(readSigned(signed, [newKey(), key])?.number).toBe("2026-0042");
});

test("a sealed key is opened with the school's secret alone, and not under another key's name", () => {
  const sealed = createCertificateKey(SECRET);
  expect(openPrivateKey(sealed, SECRET)).toHaveLength(32);
  expect(openPrivateKey(sealed, `${SECRET}!`)).toBeUndefined();
  expect(openPrivateKey({ ...sealed, id: "another" }, SECRET)).toBeUndefined();
  expect(openPrivateKey({ ...sealed, sealedPrivateKey: "AAAA" }, SECRET)).toBeUndefined();
});

test("the longest name and title fit the code on paper", () => {
  const long = { ...certificate, name: "Ж".repeat(120), courseTitle: "Ж".repeat(300) };
  expect(signCertificate(long, { keyId: key.id, privateKey: key.privateKey, issuer }).length).toBeLessThan(1_200);
});
