import { startLoad } from "../load.ts";
import { alternate, type Bench, type Finding, type Measure } from "../measure.ts";
import { forget, openBenchSchool, serve } from "../school.ts";
import { echoShots, enrolShots, settleShots } from "../shots.ts";

const CONNECTIONS = 32;
const WARM_RUNS = 5;
const UNIT = "requests/s";

/** Writes by HTTP, everything durable before the answer, against a route that only takes and gives JSON. */
export const writesOverHttp: Measure = {
  name: "writes",
  about: "POST /api/v1/enrolments and the sandbox's settling webhook against a bare JSON route",
  run: async (bench: Bench) => {
    const school = await openBenchSchool(bench);
    const server = await serve(school);
    const load = startLoad();
    const { origin } = server;
    const { facts } = school;
    const count = bench.size(800, 200);
    const rounds = bench.size(5, 1);
    const plan = { origin, connections: CONNECTIONS, requests: count };

    const echo = {
      name: "bare JSON route",
      unit: UNIT,
      run: async () =>
        (await load.drive({ ...plan, requests: 2 * count, shots: echoShots(), expect: [200] })).perSecond,
    };
    const enrolIn = (cohortIds: string[], name: string) => ({
      name,
      unit: UNIT,
      run: async (round: number) => {
        const shots = enrolShots(facts, cohortIds[round] as string, count);
        return (await load.drive({ ...plan, shots, expect: [201] })).perSecond;
      },
    });
    const settle = {
      name: "POST /webhooks/sandbox, settling",
      unit: UNIT,
      run: async (round: number) =>
        (await load.drive({ ...plan, shots: settleShots(facts, round, count), expect: [200] })).perSecond,
    };

    try {
      // The bare route is the quicker the more often it ran; the first measure would flatter us.
      for (let n = 0; n < WARM_RUNS; n++) await echo.run();
      const free = await alternate(rounds, enrolIn(facts.free, "POST /api/v1/enrolments, a free place"), echo);
      const paid = await alternate(rounds, enrolIn(facts.paid, "POST /api/v1/enrolments, with its checkout"), echo);
      const settled = await alternate(rounds, settle, echo);
      return [
        found("enrol-by-api", free),
        found("enrol-by-api-with-checkout", paid),
        found("settling-webhook", settled),
      ];
    } finally {
      load.stop();
      await server.stop();
      forget(school);
    }
  },
};

function found(measure: string, { ratio, a, b }: Awaited<ReturnType<typeof alternate>>): Finding {
  return { measure, value: ratio, unit: "ratio", must: ">= 0.6", a, b };
}
