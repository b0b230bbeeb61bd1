import { setTimeout as sleep } from "node:timers/promises";
import { AwsClient } from "aws4fetch";
import type { BackupConfig } from "#config/config.ts";
import { traced } from "#db/tracer.ts";
import { message } from "#messages/message.ts";
import { ByteReader, type Bytes } from "./bytes.ts";
import type { BackupStore } from "./store.ts";
import { BackupError } from "./backup-error.ts";

type S3 = NonNullable<BackupConfig["s3"]>;

/** S3 takes at most 10,000 parts, of at least 5 MiB: with these, an object may have 160 GB. */
const PART_BYTES = 16 * 1024 * 1024;
/** The timeout of one request, and how often it is retried. */
const REQUEST_MS_MAX = 5 * 60_000;
const TRIES_MAX = 4;

/**
 * Stores backups in a bucket of any S3-compatible storage (https://docs.aws.amazon.com/AmazonS3/latest/API/). S3 itself promises that an
 * object is there whole or not at all, multipart uploads included.
 */
export function openS3Store(s3: S3): BackupStore {
  const ask = requests(s3);
  return {
    name: "s3",
    list: (folder) => listAll(s3, ask, folder),
    async read(name) {
      const answer = await ask("GET", urlOf(s3, name), { allowed: [404] });
      if (answer.status === 404 || !answer.body) return undefined;
      return buffers(answer.body);
    },
    write: (name, bytes) => put(ask, urlOf(s3, name), bytes),
    async remove(name) {
      await (await ask("DELETE", urlOf(s3, name), { allowed: [404] })).arrayBuffer();
    },
  };
}

type Ask = (
  method: string,
  url: string,
  options?: { body?: Uint8Array<ArrayBuffer> | string; allowed?: number[] },
) => Promise<Response>;

const urlOf = (s3: S3, name: string) => `${s3.url}/${name.split("/").map(encodeURIComponent).join("/")}`;

/** Signs and sends a request; retries failures of the network and of the storage. */
function requests(s3: S3): Ask {
  const client = new AwsClient({
    accessKeyId: s3.keyId,
    secretAccessKey: s3.secret,
    service: "s3",
    region: s3.region,
    retries: 0,
  });
  const ask: Ask = async (method, url, { body, allowed = [] } = {}) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await client.fetch(url, { method, body, signal: AbortSignal.timeout(REQUEST_MS_MAX) });
        if (answer.ok || allowed.includes(answer.status)) return answer;
        const said = /<Code>([^<]{1,80})<\/Code>/.exec(await answer.text())?.[1] ?? message("backup.no_reason");
        const trouble = new BackupError(
          message("backup.storage_answered", { host: new URL(url).host, status: String(answer.status), said, method }),
        );
        if (answer.status < 500 && answer.status !== 429) throw trouble;
        if (attempt === TRIES_MAX) throw trouble;
      } catch (error) {
        if (error instanceof BackupError) throw error;
        if (attempt === TRIES_MAX) {
          const { cause } = error as Error;
          const why = cause instanceof Error ? cause.message : (error as Error).message;
          throw new BackupError(message("backup.storage_cannot_be_reached", { host: new URL(url).host, why }), {
            cause: error,
          });
        }
      }
      await sleep(2 ** attempt * 100);
    }
  };
  return (method, url, options) =>
    traced(`s3 ${method}`, { "matricula.provider": "s3" }, () => ask(method, url, options), { kind: "call" });
}

async function* buffers(body: ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const data of body) yield Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

async function listAll(s3: S3, ask: Ask, folder: string): Promise<string[]> {
  const { origin, pathname } = new URL(s3.url);
  const [, bucket = "", ...below] = pathname.split("/");
  const base = below.map((part) => `${decodeURIComponent(part)}/`).join("");
  const names: string[] = [];
  let token: string | undefined;
  do {
    const query = new URLSearchParams({ "list-type": "2", prefix: base + folder });
    if (token) query.set("continuation-token", token);
    const text = await (await ask("GET", `${origin}/${bucket}?${query.toString().replaceAll("+", "%20")}`)).text();
    for (const [, key = ""] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) names.push(plain(key).slice(base.length));
    token = plain(/<NextContinuationToken>([^<]*)<\/NextContinuationToken>/.exec(text)?.[1] ?? "") || undefined;
  } while (token);
  return names;
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
const plain = (xml: string) => xml.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? "");

/** One request for a small object, otherwise a multipart upload with one part in memory at a time. */
async function put(ask: Ask, url: string, bytes: Bytes): Promise<void> {
  const reader = new ByteReader(bytes);
  const first = await reader.take(PART_BYTES);
  if (await reader.isAtEnd()) {
    await (await ask("PUT", url, { body: Buffer.from(first) })).arrayBuffer();
    return;
  }
  const started = await (await ask("POST", `${url}?uploads`)).text();
  const id = encodeURIComponent(plain(/<UploadId>([^<]+)<\/UploadId>/.exec(started)?.[1] ?? ""));
  try {
    const tags: string[] = [];
    const send = async (part: Buffer) => {
      const answer = await ask("PUT", `${url}?partNumber=${tags.length + 1}&uploadId=${id}`, {
        body: Buffer.from(part),
      });
      await answer.arrayBuffer();
      tags.push(answer.headers.get("etag") ?? "");
    };
    await send(first);
    for await (const { piece } of reader.pieces(PART_BYTES)) await send(piece);
    const parts = tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`).join("");
    const body = `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`;
    const done = await (await ask("POST", `${url}?uploadId=${id}`, { body })).text();
    // S3 may send the status 200 before it knows that the upload fails.
    if (done.includes("<Error>")) throw new BackupError(message("backup.storage_could_not_join"));
  } catch (error) {
    await ask("DELETE", `${url}?uploadId=${id}`, { allowed: [404] }).catch(() => {});
    throw error;
  }
}
