import { openDatabase } from "#db/open.ts";
import { type Load, startLoad } from "../load.ts";
import { alternate, type Bench, type Finding, type Measure } from "../measure.ts";
import { grow } from "../grow.ts";
import { type BenchSchool, forget, openBenchSchool, type Serving, serve } from "../school.ts";
import { enrolShots, pageShots } from "../shots.ts";
import { enrolNow } from "./grouping.ts";

const FEW = 1_000;
/** Cohorts that the student whose courses are looked at has joined; no round enrols in them. */
const JOINED = [28, 29];

type Side = { school: BenchSchool; server: Serving };

/** The same requests to a school with a short past and to one with a long one. */
export const scale: Measure = {
  name: "scale",
  about: "enrol, the catalogue, my courses and the office's queues with 1,000 and with 1,000,000 enrolments",
  run: async (bench: Bench) => {
    const many = bench.size(1_000_000, 50_000);
    const schools = [await grown(bench, FEW), await grown(bench, many)] as const;
    const load = startLoad();
    const served: Side[] = [];
    try {
      for (const school of schools) served.push({ school, server: await serve(school) });
      const [small, large] = served as [Side, Side];
      const findings: Finding[] = [];
      for (const { measure, name, run } of requestsOf(bench, load)) {
        const side = (of: Side, places: number) => ({
          name: `${name}, ${places.toLocaleString("en")} enrolments`,
          unit: "ms a request",
          run: (round: number) => run(of, round),
        });
        const { ratio, a, b } = await alternate(bench.size(7, 1), side(large, many), side(small, FEW));
        findings.push({ measure, value: ratio, unit: "ratio", must: "<= 1.2", a, b });
      }
      return findings;
    } finally {
      load.stop();
      for (const { server } of served) await server.stop();
      for (const school of schools) forget(school);
    }
  },
};

/** A school with the past of so many enrolments. */
export async function grown(bench: Bench, places: number): Promise<BenchSchool> {
  const school = await openBenchSchool(bench);
  grow(school, places);
  const database = openDatabase(school.file);
  for (const n of JOINED) {
    const [cohortId, studentId] = [school.facts.free[n], school.facts.students[0]] as [string, string];
    await database.write((tx) => enrolNow(tx, cohortId, studentId));
  }
  await database.close();
  return school;
}

/** Each gives how many milliseconds of the server a request takes: the time of a run over its requests. */
function requestsOf(bench: Bench, load: Load) {
  const page = (measure: string, name: string, path: string, requests: number, cookieOf?: (of: Side) => string) => ({
    measure,
    name,
    run: async (of: Side) => {
      const shots = pageShots(path, cookieOf?.(of));
      const { seconds } = await load.drive({
        origin: of.server.origin,
        connections: 4,
        requests,
        shots,
        expect: [200],
      });
      return (seconds * 1_000) / requests;
    },
  });
  const office = ({ school }: Side) => school.facts.officeCookie;
  const student = ({ school }: Side) => school.facts.cookies[0] as string;
  const enrolling = {
    measure: "scale-enrol",
    name: "POST /api/v1/enrolments",
    run: async ({ school: { facts }, server: { origin } }: Side, round: number) => {
      const requests = bench.size(600, 100);
      const shots = enrolShots(facts, facts.free[round] as string, requests);
      const { seconds } = await load.drive({ origin, connections: 4, requests, shots, expect: [201] });
      return (seconds * 1_000) / requests;
    },
  };
  const some = bench.size(150, 20);
  return [
    enrolling,
    page("scale-catalogue", "the catalogue's first page", "/courses", bench.size(1_500, 100)),
    page("scale-search", "a search of the catalogue", "/courses/find?q=course", some),
    page("scale-my-courses", "my courses", "/learning", some, student),
    page("scale-queue", "the desk's queue", "/admin/tickets", some, office),
    page("scale-enrolments", "the office's list of enrolments", "/admin/enrolments", some, office),
  ];
}
