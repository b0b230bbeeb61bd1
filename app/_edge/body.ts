import { Refusal } from "#domain/kernel/refusal.ts";

/**
 * The body of a request as text, byte for byte. Refuses one that is larger than `bytesMax`, and stops reading there,
 * whatever length it announced.
 */
export async function readBody(request: Request, bytesMax: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) throw new Refusal("body_too_large");
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) throw new Refusal("body_too_large");
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
