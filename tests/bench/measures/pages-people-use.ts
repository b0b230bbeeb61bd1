import { type Load, startLoad } from "../load.ts";
import { alternate, type Bench, type Finding, type Measure } from "../measure.ts";
import { cpuMsOf } from "../process-cpu.ts";
import { forget, openBenchSchool, type Serving, serve } from "../school.ts";
import type { SchoolFacts } from "../school-facts.ts";
import { pageShots } from "../shots.ts";
import { grown } from "./scale.ts";

const FEW_PLACES = 1_000;

/** What a signed-in page costs the server beside what Next needs for that many elements, and what a long past adds to it. */
export const pagesPeopleUse: Measure = {
  name: "pages-people-use",
  about:
    "pages of the team and a student against a bare page of as many elements, and with much in them against little",
  run: async (bench: Bench) => {
    const load = startLoad();
    try {
      return [...(await againstBare(bench, load)), ...(await withALongPast(bench, load))];
    } finally {
      load.stop();
    }
  },
};

async function againstBare(bench: Bench, load: Load): Promise<Finding[]> {
  const school = await openBenchSchool(bench);
  const server = await serve(school);
  const findings: Finding[] = [];
  try {
    for (const [, path, cookie] of pagesOf(school.facts)) await warmUp(bench, load, { server, path, cookie });
    for (const [name, path, cookie] of pagesOf(school.facts)) {
      findings.push(await againstBarePage(bench, load, server, { name, path, cookie }));
    }
    for (const [measure, much, little] of muchAndLittle(school.facts)) {
      const side = (path: string) => slowest(bench, load, { server, path, cookie: school.facts.officeCookie });
      const { ratio, a, b } = await alternate(bench.size(7, 1), side(much), side(little));
      findings.push({ measure, value: ratio, unit: "ratio", must: "<= 1.5", a, b });
    }
    return findings;
  } finally {
    await server.stop();
    forget(school);
  }
}

function pagesOf(facts: SchoolFacts): [name: string, path: string, cookie: string][] {
  const student = facts.cookies[0] as string;
  return [
    ["today", "/admin", facts.officeCookie],
    ["ticket", `/admin/tickets/${facts.shortConversation}`, facts.officeCookie],
    ["orders", "/admin/orders", facts.officeCookie],
    ["student", `/admin/students/${facts.students[0]}`, facts.officeCookie],
    ["learning", "/learning", student],
    ["account", "/account", student],
  ];
}

function muchAndLittle(facts: SchoolFacts): [measure: string, much: string, little: string][] {
  return [
    ["p99-of-a-long-ticket", `/admin/tickets/${facts.conversation}`, `/admin/tickets/${facts.shortConversation}`],
    ["p99-of-a-busy-student", `/admin/students/${facts.busyStudent}`, `/admin/students/${facts.students[1]}`],
  ];
}

type Asked = { name: string; path: string; cookie: string };

async function againstBarePage(bench: Bench, load: Load, server: Serving, page: Asked): Promise<Finding> {
  const elements = await countElements(server.origin + page.path, page.cookie);
  const bare = { name: `a bare page of ${elements} elements`, path: `/bench/dynamic/${elements}`, cookie: "" };
  const requests = bench.size(150, 20);
  const side = ({ name, path, cookie }: Asked) => ({
    name,
    unit: "ms of a core a request",
    run: async () => {
      const before = cpuMsOf(server.pid);
      const shots = pageShots(path, cookie || undefined);
      await load.drive({ origin: server.origin, connections: 4, requests, shots, expect: [200] });
      return (cpuMsOf(server.pid) - before) / requests;
    },
  });
  const { ratio, a, b } = await alternate(bench.size(7, 1), side(page), side(bare));
  return { measure: `cpu-of-${page.name}`, value: ratio, unit: "ratio", must: "<= 1.4", a, b };
}

/** The first few hundred visits of a page are those of V8's compiler, and a bare page has little to compile. */
async function warmUp(bench: Bench, load: Load, { server, path, cookie }: Visit) {
  const requests = bench.size(300, 10);
  await load.drive({ origin: server.origin, connections: 4, requests, shots: pageShots(path, cookie), expect: [200] });
}

/** What stands in the body of a page, whatever it is, without scripts. */
async function countElements(address: string, cookie: string): Promise<number> {
  const page = await (await fetch(address, { headers: { cookie, accept: "text/html" } })).text();
  const body = page.slice(page.indexOf("<body")).replace(/<script\b[\s\S]*?<\/script>/g, "");
  return [...body.matchAll(/<[a-z]/gi)].length;
}

type Visit = { server: Serving; path: string; cookie: string };

/** How long the slowest of a hundred waits who asks alone. */
function slowest(bench: Bench, load: Load, { server, path, cookie }: Visit) {
  const requests = bench.size(200, 10);
  return {
    name: path.replace(/_[0-9a-f]{20,}/, ""),
    unit: "ms (p99)",
    run: async () => {
      const shots = pageShots(path, cookie);
      const plan = { origin: server.origin, connections: 1, requests, shots, expect: [200] };
      return (await load.drive(plan)).p99Ms;
    },
  };
}

const LISTS = ["orders", "enrolments", "students", "tickets", "courses", "mail", "audit"];

/** Every list of the office at a million rows against the same list with few. */
async function withALongPast(bench: Bench, load: Load): Promise<Finding[]> {
  const schools = [await grown(bench, bench.size(1_000_000, 20_000)), await grown(bench, FEW_PLACES)] as const;
  const served: Serving[] = [];
  try {
    for (const school of schools) served.push(await serve(school));
    const findings: Finding[] = [];
    for (const list of LISTS) {
      const [much, little] = schools.map(({ facts }, n) =>
        slowest(bench, load, { server: served[n] as Serving, path: `/admin/${list}`, cookie: facts.officeCookie }),
      ) as [ReturnType<typeof slowest>, ReturnType<typeof slowest>];
      const { ratio, a, b } = await alternate(bench.size(5, 1), much, little);
      findings.push({ measure: `p99-of-long-${list}`, value: ratio, unit: "ratio", must: "<= 1.5", a, b });
    }
    return findings;
  } finally {
    for (const server of served) await server.stop();
    for (const school of schools) forget(school);
  }
}
