import type { KeyObject } from "node:crypto";
import {
  type CertificateSchool,
  getCertificateSchool,
  listUnmadeCertificates,
} from "#domain/certificates/list-unmade-certificates.ts";
import { findSigningKey } from "#domain/certificates/list-certificate-keys.ts";
import type { Certificate } from "#domain/certificates/machine.ts";
import { recordCertificateFile } from "#domain/certificates/record-certificate-file.ts";
import { rotateCertificateKey } from "#domain/certificates/rotate-certificate-key.ts";
import { createCertificateKey, openPrivateKey } from "#domain/certificates/certificate-keys.ts";
import { importPrivateKey, signCertificate } from "#domain/certificates/signed-certificate.ts";
import { formatCertificateNumber } from "#domain/kernel/certificate-number.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { translatorFor } from "#messages/translator.ts";
import { log } from "#providers/log.ts";
import { runtime, write } from "#runtime";
import { type CertificatePaper, formatTypedAddress, renderCertificate } from "./render-certificate.ts";

const AS = { actor: createSystemActor("make-certificates") };

/** Between two portions it is asked whether there is time for more. */
const PORTION = 20;

/** What decides is read where it was written, and not from a replica. */
const readNow = (): ReadCtx => {
  const { database, clock, rules } = runtime();
  return { read: database.read, now: clock(), actor: AS.actor, rules };
};

type Signing = { keyId: string; privateKey: KeyObject };

/**
 * The key that signs. The first one is made here, and another one when the school's secret was changed and the one before cannot be
 * opened any more: what it has signed can still be checked.
 */
async function openSigningKey(): Promise<Signing> {
  const { secret } = runtime();
  const found = await findSigningKey(readNow());
  const opened = found?.sealedPrivateKey
    ? openPrivateKey({ id: found.id, sealedPrivateKey: found.sealedPrivateKey }, secret)
    : undefined;
  if (found && opened) return { keyId: found.id, privateKey: importPrivateKey(opened, found.publicKey) };
  const key = createCertificateKey(secret);
  await write(AS, (ctx) => rotateCertificateKey(ctx, { key, instead: found?.id ?? null }));
  const signs = await findSigningKey(readNow());
  const bytes =
    signs?.sealedPrivateKey && openPrivateKey({ id: signs.id, sealedPrivateKey: signs.sealedPrivateKey }, secret);
  if (!signs || !bytes) throw new Error("the key that signs certificates cannot be opened with this school's secret");
  return { keyId: signs.id, privateKey: importPrivateKey(bytes, signs.publicKey) };
}

/** Signs the certificates that were issued, makes their files and keeps them, while there is time. Says how many. */
export async function makeCertificates(hasTime: () => Promise<boolean>): Promise<number> {
  let made = 0;
  while (await hasTime()) {
    const portion = await listUnmadeCertificates(readNow(), PORTION);
    if (portion.length === 0) break;
    const signing = await openSigningKey();
    const school = await loadSchool();
    for (const certificate of portion) {
      if (!(await hasTime())) break;
      await makeOne(certificate, signing, school);
      made += 1;
    }
  }
  return made;
}

type School = CertificatePaper["school"];

async function loadSchool(): Promise<School> {
  const { logo, ...school } = await getCertificateSchool(readNow());
  return { ...school, logo: await loadLogo(logo) };
}

/** What a PDF can hold. A logo of another kind is left out: the school's name stands there. */
const LOGO_TYPES = ["image/png", "image/jpeg"];

async function loadLogo(logo: CertificateSchool["logo"]): Promise<Buffer | null> {
  if (!logo || !LOGO_TYPES.includes(logo.mediaType)) return null;
  const bytes = await runtime().files.read(logo.sha256);
  return bytes ? Buffer.from(await new Response(bytes).arrayBuffer()) : null;
}

async function makeOne(certificate: Certificate, { keyId, privateKey }: Signing, school: School): Promise<void> {
  const { url } = runtime().config;
  const signed = signCertificate(certificate, { keyId, privateKey, issuer: url });
  const paper = {
    certificate,
    address: `${url}/certificates/${signed}`,
    typedAddress: formatTypedAddress(url, certificate.code),
    words: translatorFor(certificate.language),
  };
  const certificateId = certificate.id;
  const bytes = await render({ ...paper, school }).catch(async (error: unknown) => {
    log().error({ err: error, certificateId }, "a certificate could not be made");
    const failure = error instanceof Error ? error.message.slice(0, FAILURE_CHARACTERS_MAX) : String(error);
    await write(AS, (ctx) => recordCertificateFile(ctx, { certificateId, failure }));
  });
  if (!bytes) return;
  // What the disk refuses now it takes later: the job fails, and comes again.
  const file = {
    sha256: await runtime().files.put(bytes),
    name: `${paper.words("certificates.file_name")}-${formatCertificateNumber(certificate)}.pdf`,
    mediaType: "application/pdf",
    sizeBytes: bytes.length,
  };
  await write(AS, (ctx) => recordCertificateFile(ctx, { certificateId, keyId, signed, file }));
}

const FAILURE_CHARACTERS_MAX = 300;

/** A picture that the library cannot read must not keep everybody from their certificate. */
const render = (paper: CertificatePaper): Promise<Buffer> =>
  renderCertificate(paper).catch(() => renderCertificate({ ...paper, school: { ...paper.school, logo: null } }));
