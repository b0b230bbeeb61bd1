import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { config } from "#config/config.ts";
import { resolveRequestId } from "#ops/request-id.ts";
import { setDirectAnswer } from "#ops/server/direct-answers.ts";
import { toProblem } from "./problem.ts";
import { COMMON_HEADERS, RESPONSE_POLICY, STRICT_TRANSPORT } from "./security-headers.ts";

/**
 * What programs and our own script ask most is answered by the functions of its route (`route.ts`), but without Next's router in
 * between: what that does for a request takes longer than to take a place (docs/decisions/direct-answers.md). Whatever is not named
 * here to the letter Next answers by the same functions: an address with an escaped letter, a body that is larger or of no known length.
 */
type Route = {
  path: RegExp;
  methods: readonly string[];
  load: () => Promise<Handlers>;
  /** What Next reads out of the address for a route with parameters. */
  params?: (path: string) => Record<string, string | string[]>;
};

type Handler = (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>;
type Handlers = Readonly<Record<string, unknown>>;

const API = "/api/v1/";
const LIVE = "/api/live/";

const ROUTES: readonly Route[] = [
  {
    path: /^\/api\/v1(\/[\w-]+)+$/,
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    load: () => import("#app/api/v1/[...path]/route.ts"),
    params: (path) => ({ path: path.slice(API.length).split("/") }),
  },
  {
    path: /^\/api\/live\/\w+$/,
    methods: ["GET"],
    load: () => import("#app/api/live/[courseId]/route.ts"),
    params: (path) => ({ courseId: path.slice(LIVE.length) }),
  },
  { path: /^\/webhooks\/sandbox$/, methods: ["POST"], load: () => import("#app/webhooks/sandbox/route.ts") },
  { path: /^\/webhooks\/stripe$/, methods: ["POST"], load: () => import("#app/webhooks/stripe/route.ts") },
];

/** Larger ones are read while they come, by Next's routes. */
const BODY_BYTES_MAX = 1_048_576;

/**
 * From now on these addresses are answered directly. In development Next answers all, because it knows what was just edited. Nothing
 * that a server does before it may answer is waited for here: install it after that.
 */
export function installDirectAnswers(): void {
  if (process.env.NODE_ENV === "development") return;
  setDirectAnswer((request, response) => {
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    const route = ROUTES.find((each) => each.path.test(path));
    return route && isTakenBy(route, request) ? answer({ route, path, request, response }) : undefined;
  });
}

function isTakenBy({ methods }: Route, { method = "", headers }: IncomingMessage): boolean {
  if (!methods.includes(method) || headers["transfer-encoding"] !== undefined) return false;
  const bytes = Number(headers["content-length"] ?? 0);
  return isBodiless(method) ? bytes === 0 : bytes <= BODY_BYTES_MAX;
}

const isBodiless = (method: string) => method === "GET" || method === "HEAD";

type Asked = { route: Route; path: string; request: IncomingMessage; response: ServerResponse };

async function answer({ route, path, request, response }: Asked): Promise<void> {
  try {
    const handle = (await route.load())[request.method ?? ""] as Handler;
    const params = Promise.resolve(route.params?.(path) ?? {});
    await send(await handle(await toWebRequest(request), { params }), request, response);
  } catch (error) {
    // Whoever has hung up is told nothing.
    if (response.destroyed || request.destroyed) return;
    if (response.headersSent) return void response.destroy();
    await send(toProblem(error, resolveRequestId()), request, response);
  }
}

async function toWebRequest(request: IncomingMessage): Promise<Request> {
  const { method = "GET", url = "/" } = request;
  const headers: [string, string][] = [];
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.push([name, Array.isArray(value) ? value.join(", ") : value]);
  }
  const body = isBodiless(method) ? null : ((await buffer(request)) as Buffer<ArrayBuffer>);
  return new Request(config().url + url, { method, headers, body });
}

/** What next.config.ts adds to every answer of these addresses stands here a second time. */
async function send(answer: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value);
  response.setHeader("Content-Security-Policy", RESPONSE_POLICY);
  if (request.headers["x-forwarded-proto"] === "https") {
    response.setHeader("Strict-Transport-Security", STRICT_TRANSPORT);
  }
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  const isHead = request.method === "HEAD";
  if (answer.body === null || (isHead && !isText(answer))) return void response.end();
  if (isText(answer)) {
    const body = Buffer.from(await answer.arrayBuffer());
    response.setHeader("content-length", body.length);
    return void response.end(isHead ? undefined : body);
  }
  await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response);
}

/** All of it is there already. A file is sent while it is read. */
const isText = ({ headers }: Response) => headers.get("content-type")?.includes("json") === true;
