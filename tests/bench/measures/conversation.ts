import { startLoad } from "../load.ts";
import { alternate, type Bench, type Measure } from "../measure.ts";
import { forget, openBenchSchool, serve } from "../school.ts";
import { getPlan } from "../shots.ts";

/** What the longest conversations cost whoever opens them. */
export const conversation: Measure = {
  name: "conversation",
  about: "a ticket of 100 messages of 4,000 characters each, as the student and as the office opens it",
  run: async (bench: Bench) => {
    const school = await openBenchSchool(bench);
    const server = await serve(school);
    const load = startLoad();
    const { conversation: code, cookies, officeCookie } = school.facts;
    const requests = bench.size(20, 5);
    // One after the other: what is asked is how long one person waits.
    const page = (name: string, path: string, cookie: string | undefined) => ({
      name,
      unit: "ms",
      run: async () => {
        const plan = { ...getPlan(server.origin, path, requests, cookie), connections: 1 };
        return ((await load.drive(plan)).seconds * 1_000) / requests;
      },
    });
    try {
      const bare = page("a bare static page", "/bench/static/1", undefined);
      const student = await alternate(bench.size(5, 1), page("the student", `/help/${code}`, cookies[0]), bare);
      const office = await alternate(
        bench.size(5, 1),
        page("the office", `/admin/tickets/${code}`, officeCookie),
        bare,
      );
      return [
        {
          measure: "conversation-student",
          value: student.a.median,
          unit: "ms",
          must: "<= 150",
          a: student.a,
          b: student.b,
        },
        {
          measure: "conversation-office",
          value: office.a.median,
          unit: "ms",
          must: "<= 150",
          a: office.a,
          b: office.b,
        },
      ];
    } finally {
      load.stop();
      await server.stop();
      forget(school);
    }
  },
};
