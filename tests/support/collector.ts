/** A collector of traces on loopback, which takes OTLP over HTTP as JSON and keeps what it was sent. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

type Value = {
  stringValue?: string;
  intValue?: number;
  doubleValue?: number;
  boolValue?: boolean;
  arrayValue?: Values;
};
type Values = { values: Value[] };
type Attribute = { key: string; value: Value };
type SentSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Attribute[];
  status: { code?: number; message?: string };
  events: { name: string; attributes: Attribute[] }[];
};
type Sent = { resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: SentSpan[] }[] }[] };

export type CollectedSpan = Omit<SentSpan, "attributes"> & {
  attributes: Record<string, unknown>;
  /** Of the process that sent it. */
  resource: Record<string, unknown>;
};

/** What it does with what it is sent: takes it, says that it is broken, or says nothing at all. */
type Mood = "takes" | "breaks" | "hangs";

export type Collector = {
  url: string;
  mood: Mood;
  spans: CollectedSpan[];
  /** Everything that was sent, as it was. */
  text(): string;
  /** What each request brought along. */
  headers: IncomingMessage["headers"][];
  /** Waits until `find` gives something. */
  until<T>(find: (spans: CollectedSpan[]) => T | undefined): Promise<T>;
  close(): Promise<void>;
};

const WAIT_MS_MAX = 200_000;

export async function openCollector(mood: Mood = "takes"): Promise<Collector> {
  const texts: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => void take(collector, texts, request, response));
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const collector: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood,
    spans: [],
    headers: [],
    text: () => texts.join("\n"),
    async until(find) {
      const deadline = performance.now() + WAIT_MS_MAX;
      for (;;) {
        const found = find(collector.spans);
        if (found !== undefined) return found;
        if (performance.now() > deadline) {
          throw new Error(`not sent within ${WAIT_MS_MAX} ms; there are: ${collector.spans.map(({ name }) => name)}`);
        }
        await new Promise((wake) => setTimeout(wake, 50));
      }
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return collector;
}

async function take(collector: Collector, texts: string[], request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  collector.headers.push(request.headers);
  if (collector.mood === "hangs") return;
  if (collector.mood === "breaks" || request.url !== "/v1/traces") {
    response.writeHead(500).end("no");
    return;
  }
  const text = Buffer.concat(chunks).toString();
  texts.push(text);
  for (const { resource, scopeSpans } of (JSON.parse(text) as Sent).resourceSpans) {
    const of = { resource: plain(resource.attributes) };
    for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
      collector.spans.push({ ...span, attributes: plain(span.attributes), ...of });
    }
  }
  response.writeHead(200, { "content-type": "application/json" }).end("{}");
}

function plain(attributes: Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf({ stringValue, intValue, doubleValue, boolValue, arrayValue }: Value): unknown {
  return arrayValue ? (arrayValue.values ?? []).map(valueOf) : (stringValue ?? intValue ?? doubleValue ?? boolValue);
}
