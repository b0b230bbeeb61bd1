/** The load, in a process of its own so that it does not share a thread with what it measures. Told what to send over IPC. */
import { Agent, request } from "node:http";
import type { LoadPlan, LoadResult, Shot } from "./load.ts";

type Tally = { statuses: Record<string, number>; latenciesMs: number[]; firstProblem: string | undefined };

const agents = new Map<number, Agent>();

/** Connections are kept from one run to the next, unless a run asks for new ones. */
function agentFor({ connections, fresh }: LoadPlan): Agent {
  if (fresh) return new Agent({ keepAlive: true, maxSockets: connections });
  let agent = agents.get(connections);
  if (!agent) agents.set(connections, (agent = new Agent({ keepAlive: true, maxSockets: connections })));
  return agent;
}

async function run(plan: LoadPlan): Promise<LoadResult> {
  const agent = agentFor(plan);
  const tally: Tally = { statuses: {}, latenciesMs: [], firstProblem: undefined };
  const { hostname, port } = new URL(plan.origin);
  const target = { hostname, port };
  const started = performance.now();
  const deadline = started + plan.msMax;
  let next = 0;
  async function connection() {
    while (next < plan.requests && performance.now() < deadline) {
      const shot = plan.shots[next++ % plan.shots.length] as Shot;
      await send(agent, target, shot, plan.expect, tally);
    }
  }
  await Promise.all(Array.from({ length: plan.connections }, connection));
  const seconds = (performance.now() - started) / 1_000;
  if (plan.fresh) agent.destroy();
  const sorted = tally.latenciesMs.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    requests: sorted.length,
    seconds,
    perSecond: sorted.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    statuses: tally.statuses,
    firstProblem: tally.firstProblem,
  };
}

function send(
  agent: Agent,
  target: { hostname: string; port: string },
  { method, path, headers, body }: Shot,
  expect: readonly number[],
  tally: Tally,
): Promise<void> {
  const began = performance.now();
  const done = (status: string, problem: string | undefined) => {
    tally.latenciesMs.push(performance.now() - began);
    tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
    if (problem !== undefined) tally.firstProblem ??= problem;
  };
  return new Promise((resolve) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const sent = request({ ...target, agent, method, path, headers: { ...headers, ...length } }, (answer) => {
      const status = answer.statusCode ?? 0;
      const wrong = !expect.includes(status);
      let text = "";
      answer.on("data", (chunk: Buffer) => {
        if (wrong && text.length < 500) text += chunk.toString();
      });
      answer.on("end", () => {
        done(nameOf(status, answer.headers.location), wrong ? `${method} ${path}: ${status} ${text}` : undefined);
        resolve();
      });
    });
    sent.on("error", (error: NodeJS.ErrnoException) => {
      // The other side closed the idle connection as this was sent, and has not seen it: every client of HTTP must ask again.
      if (sent.reusedSocket && error.code === "ECONNRESET") {
        resolve(send(agent, target, { method, path, headers, body }, expect, tally));
        return;
      }
      done("failed", `${method} ${path}: ${error.message}`);
      resolve();
    });
    sent.end(body);
  });
}

/** Where an answer leads tells one outcome of a form from another. */
function nameOf(status: number, location: string | undefined): string {
  if (location === undefined) return String(status);
  const [, first = ""] = new URL(location, "http://school").pathname.split("/");
  return `${status} /${first}`;
}

process.on("message", (plan: LoadPlan) => {
  run(plan).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
