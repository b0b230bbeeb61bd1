import { Refusal } from "#domain/kernel/refusal.ts";

/**
 * The body of a request as text, byte for byte. Refuses one that is larger than `bytesMax`, and stops reading there,
 * whatever length it announced.
 */
export async function readBody(request: Request, bytesMax: number): Promise<string> {
  const announced = request.headers.get("content-length");
  if (Number(announced ?? 0) > bytesMax) throw new Refusal("body_too_large");
  // HTTP itself ends a body at its announced length, so there is nothing to count.
  if (announced !== null) return request.text();
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
