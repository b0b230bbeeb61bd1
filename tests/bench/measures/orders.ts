import BetterSqlite from "better-sqlite3";
import { type Load, startLoad } from "../load.ts";
import { alternate, type Bench, type Measure, spreadOf } from "../measure.ts";
import { cpuMsOf } from "../process-cpu.ts";
import { type BenchSchool, forget, openBenchSchool, serve } from "../school.ts";
import { enrolShots, payShots } from "../shots.ts";

const CONNECTIONS = 32;
const UNIT = "ms of a core/order";

/**
 * What an order costs the school's own process: a free one is one request, a paid one three. The sandbox gateway, which plays a
 * company elsewhere, has a second process on the same school: the buyer pays there, and its message comes to the first one.
 */
export const orders: Measure = {
  name: "orders",
  about: "server CPU of a paid order (enrol, pay at the gateway, settle by its message) against a free one",
  run: async (bench: Bench) => {
    const school = await openBenchSchool(bench);
    // Papers, letters and bookings take a fixed share of a busy machine whatever an order costs (ops/jobs/turn.ts): with them
    // the figure would say how long the run took.
    const quiet = { MATRICULA_JOBS: "off" };
    const server = await serve(school, quiet);
    // Its messages go to the school's process and not to its own.
    const gateway = await serve(school, {
      ...quiet,
      MATRICULA_SANDBOX_PORT: new URL(server.origin).port,
      MATRICULA_URL: server.origin,
    });
    const load = startLoad();
    const count = bench.size(800, 200);
    const seconds: Record<"free" | "paid", number[]> = { free: [], paid: [] };
    const atGateway: number[] = [];
    /** Does a part of every order; says how long it took and what each process spent on it. */
    const part = async (origin: string, shots: Parameters<Load["drive"]>[0]["shots"], status: number) => {
      const before = [cpuMsOf(server.pid), cpuMsOf(gateway.pid)] as const;
      const plan = { origin, connections: CONNECTIONS, requests: shots.length, shots, expect: [status] };
      const took = await load.drive(plan);
      return {
        seconds: took.seconds,
        school: cpuMsOf(server.pid) - before[0],
        gateway: cpuMsOf(gateway.pid) - before[1],
      };
    };
    const free = {
      name: "a free order",
      unit: UNIT,
      run: async (round: number) => {
        const enrolled = await part(server.origin, enrolShots(school.facts, at(school.facts.free, round), count), 201);
        seconds.free.push(enrolled.seconds / count);
        return enrolled.school / count;
      },
    };
    const paid = {
      name: "a paid order, without the gateway",
      unit: UNIT,
      run: async (round: number) => {
        const cohortId = at(school.facts.paid, round);
        const enrolled = await part(server.origin, enrolShots(school.facts, cohortId, count), 201);
        const settled = await part(gateway.origin, payShots(paymentsIn(school, cohortId)), 200);
        assertAllPaid(school, cohortId, count);
        seconds.paid.push((enrolled.seconds + settled.seconds) / count);
        atGateway.push((enrolled.gateway + settled.gateway) / count);
        return (enrolled.school + settled.school) / count;
      },
    };
    try {
      const { ratio, a, b } = await alternate(bench.size(5, 1), paid, free);
      const perSecond = (each: number[]) => Math.round(1 / spreadOf(each.slice(1)).median);
      const detail = {
        gatewayMs: spreadOf(atGateway.slice(1)).median,
        ordersPerSecond: { paid: perSecond(seconds.paid), free: perSecond(seconds.free) },
      };
      return [{ measure: "paid-order-against-free", value: ratio, unit: "ratio", must: "<= 3.5", a, b, detail }];
    } finally {
      load.stop();
      await gateway.stop();
      await server.stop();
      forget(school);
    }
  },
};

function at(cohortIds: readonly string[], round: number): string {
  const id = cohortIds[round];
  if (id === undefined) throw new Error(`there is no cohort for round ${round}`);
  return id;
}

function paymentsIn(school: BenchSchool, cohortId: string): string[] {
  return ask<{ id: string }>(
    school,
    "SELECT p.id FROM payments p JOIN order_lines l ON l.order_id = p.order_id WHERE l.cohort_id = ?",
    cohortId,
  ).map(({ id }) => id);
}

/** A payment that was not settled would have cost nothing. */
function assertAllPaid(school: BenchSchool, cohortId: string, count: number) {
  const active = ask(school, "SELECT id FROM enrolments WHERE cohort_id = ? AND state = 'active'", cohortId).length;
  if (active !== count) throw new Error(`${active} of ${count} orders were paid`);
}

function ask<Row>({ file }: BenchSchool, text: string, cohortId: string): Row[] {
  const sqlite = new BetterSqlite(file, { readonly: true });
  try {
    return sqlite.prepare(text).all(cohortId) as Row[];
  } finally {
    sqlite.close();
  }
}
