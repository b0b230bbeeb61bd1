/**
 * A bucket in memory that speaks as much of S3 as backups use, and checks each request's signature by its own reckoning of
 * Signature Version 4 (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 */
import { createHash, createHmac, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

const ACCOUNT = { keyId: "a-key-id", secret: "a-secret", region: "eu-test-1" };
/** So few, that a handful of objects needs a second page. */
const LISTED_MAX = 3;

type Answer = { status: number; body?: string | Buffer; etag?: string };

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data).digest();

function isSigned(request: IncomingMessage, url: URL): boolean {
  const found =
    /Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]+)/.exec(
      request.headers.authorization ?? "",
    );
  if (!found) return false;
  const [, keyId, day, region, names = "", signature] = found;
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const headers = names
    .split(";")
    .map((name) => `${name}:${String(request.headers[name]).trim()}\n`)
    .join("");
  const content = String(request.headers["x-amz-content-sha256"]);
  const canonical = [request.method, url.pathname, query, headers, names, content].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const parts = [day as string, region as string, "s3", "aws4_request"];
  const key = parts.reduce<string | Buffer>((above, part) => hmac(above, part), `AWS4${ACCOUNT.secret}`);
  return keyId === ACCOUNT.keyId && region === ACCOUNT.region && hmac(key, toSign).toString("hex") === signature;
}

/** Starts a bucket on a free port. The next `control.failing` requests are put off. */
export async function startS3() {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Buffer[]>();
  const control = { failing: 0 };

  function list(url: URL): Answer {
    const prefix = url.searchParams.get("prefix") ?? "";
    const after = url.searchParams.get("continuation-token") ?? "";
    const names = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
    const page = names.slice(0, LISTED_MAX);
    const next = names.length > page.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    return {
      status: 200,
      body: `<ListBucketResult>${page.map((name) => `<Contents><Key>${name}</Key></Contents>`).join("")}${next}</ListBucketResult>`,
    };
  }

  function inParts(method: string, name: string, query: URLSearchParams, body: Buffer): Answer | undefined {
    if (query.has("uploads")) {
      const id = randomBytes(8).toString("hex");
      uploads.set(id, []);
      return {
        status: 200,
        body: `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      };
    }
    const id = query.get("uploadId");
    if (id === null) return undefined;
    const parts = uploads.get(id);
    if (!parts) return { status: 404, body: "<Error><Code>NoSuchUpload</Code></Error>" };
    if (method === "PUT") parts[Number(query.get("partNumber")) - 1] = body;
    else uploads.delete(id);
    if (method === "POST") objects.set(name, Buffer.concat(parts));
    return { status: method === "DELETE" ? 204 : 200, etag: `"${sha256(body).slice(0, 32)}"`, body: "" };
  }

  function answer(request: IncomingMessage, url: URL, body: Buffer): Answer {
    const method = request.method as string;
    if (control.failing > 0) {
      control.failing -= 1;
      return { status: 503, body: "<Error><Code>SlowDown</Code></Error>" };
    }
    if (!isSigned(request, url)) return { status: 403, body: "<Error><Code>SignatureDoesNotMatch</Code></Error>" };
    const name = decodeURIComponent(url.pathname.split("/").slice(2).join("/"));
    if (method === "GET" && url.searchParams.has("list-type")) return list(url);
    const partial = inParts(method, name, url.searchParams, body);
    if (partial) return partial;
    if (method === "PUT") objects.set(name, body);
    if (method === "DELETE") objects.delete(name);
    if (method !== "GET") return { status: method === "DELETE" ? 204 : 200 };
    const found = objects.get(name);
    return found ? { status: 200, body: found } : { status: 404, body: "<Error><Code>NoSuchKey</Code></Error>" };
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (chunk: Buffer) => parts.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url as string, "http://localhost");
      const { status, body, etag } = answer(request, url, Buffer.concat(parts));
      response.writeHead(status, etag ? { etag } : {}).end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket/some%20school`;
  return {
    objects,
    uploads,
    control,
    account: { url, ...ACCOUNT },
    stop: () => new Promise((done) => server.close(done)),
  };
}
