/**
 * `npm run certificates -- check ADDRESS [--keys FILE]`: says what a certificate's QR code holds and whether the school has signed it.
 * With the file of the school's published keys it needs neither the school nor its database. `npm run certificates -- rotate`: from
 * now on another key signs; the old one still checks what it has signed.
 */
import "#config/with-env-file.ts";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { findSigningKey, listCertificateKeys } from "#domain/certificates/list-certificate-keys.ts";
import { rotateCertificateKey } from "#domain/certificates/rotate-certificate-key.ts";
import { createCertificateKey } from "#domain/certificates/certificate-keys.ts";
import { readSigned, type SignedClaims } from "#domain/certificates/signed-certificate.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { message } from "#messages/message.ts";
import { toSaid } from "#messages/message-error.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { reading, runtime, write } from "#runtime";
import { beginCommand } from "../begin-command.ts";
import { fail, isUnknownOption } from "./fail.ts";
import { UsageError } from "./usage-error.ts";

const AS = { actor: createSystemActor("npm run certificates") };

const KeyFile = z.object({ keys: z.array(z.object({ kid: z.string(), x: z.string() })) });

type Key = { id: string; publicKey: string };

const usage = () => new UsageError(message("cli.certificates_what"), message("cli.certificates_usage"));

const toKeys = (keys: readonly { kid: string; x: string }[]): Key[] =>
  keys.map(({ kid, x }) => ({ id: kid, publicKey: x }));

async function loadKeys(file: string | undefined): Promise<Key[]> {
  if (file !== undefined) return toKeys(KeyFile.parse(JSON.parse(readFileSync(file, "utf8"))).keys);
  await beginCommand();
  return toKeys(await listCertificateKeys(reading(AS.actor)));
}

/** The signed text alone, of the whole address or as it is. */
const signedPart = (typed: string) => typed.trim().split("/").at(-1) ?? "";

async function check(typed: string, file: string | undefined): Promise<SignedClaims | undefined> {
  return readSigned(signedPart(typed), await loadKeys(file));
}

async function rotate(): Promise<string> {
  await beginCommand();
  const found = await findSigningKey(reading(AS.actor));
  const key = createCertificateKey(runtime().secret);
  await write(AS, (ctx) => rotateCertificateKey(ctx, { key, instead: found?.id ?? null }));
  return key.id;
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { keys: { type: "string" } },
    allowPositionals: true,
  });
  const [what, address] = positionals;
  if (what === "rotate" && positionals.length === 1) {
    console.log(await rotate());
    return 0;
  }
  if (what !== "check" || address === undefined) throw usage();
  const claims = await check(address, values.keys);
  if (!claims) {
    console.error(getTerminalTranslator()("cli.certificate_not_signed"));
    return 1;
  }
  console.log(JSON.stringify(claims, null, 2));
  return 0;
}

try {
  const args = process.argv.slice(2);
  process.exitCode = await run(args);
  if (!args.includes("--keys")) await runtime().database.close();
} catch (error) {
  fail(isUnknownOption(error) ? new UsageError(toSaid(error), message("cli.certificates_usage")) : error);
  process.exitCode = 1;
}
