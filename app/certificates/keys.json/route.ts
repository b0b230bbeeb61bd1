import { listCertificateKeys } from "#domain/certificates/list-certificate-keys.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { reading } from "#runtime";

/** Every key that has signed certificates of the school, as a JWK Set (RFC 7517): also at /.well-known/certificate-keys.json. */
export async function GET(): Promise<Response> {
  const keys = await listCertificateKeys(reading(visitor));
  return Response.json({ keys }, { headers: { "Cache-Control": "public, max-age=300" } });
}
