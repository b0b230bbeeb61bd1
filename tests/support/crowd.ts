import type { Agent } from "node:http";
import { isLong } from "./long-run.ts";
import { type Answer, ask, oneConnection } from "./started-school.ts";

export type Student = { id: string; cookie: string };

export type CrowdOptions = {
  /** Where the school answers: one port, or one of each server. */
  ports: number[];
  cohortId: string;
  slug: string;
  /** Who presses Enrol, each once; when all have, the crowd only reads. Taken from the end. */
  students: Student[];
};

export type Crowd = {
  /** What happened so far; it goes on changing until the crowd has stopped. */
  seen: {
    /** Who was told that they are in. */
    inside: string[];
    /** When the last of them was told, by the process's own clock (`performance.now()`). */
    lastInsideAt: number;
    /** How many were politely told to come back later. */
    refused: number;
    /** What nobody should see: connections that broke, and answers that are neither. */
    wrong: string[];
    answers: number;
    longestMs: number;
  };
  stop(): Promise<Crowd["seen"]>;
};

const VISITORS = 8;

/**
 * How long people read between two pages, and how many pages they read for each press of Enrol. In a short run they leave the
 * processors to the servers that begin and end meanwhile; a long one presses as hard as it can.
 */
const READING_MS = isLong ? { most: 5, some: 40 } : { most: 25, some: 100 };
const PAGES_PER_PRESS = isLong ? 4 : 8;
/** Who finds nobody does not knock all the time. */
const AFTER_BREAK_MS = 50;

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

/** Presses Enrol as a browser does. */
export function submitEnrol(
  port: number,
  { cookie, cohortId, agent }: { cookie: string; cohortId: string; agent?: Agent },
) {
  return ask(port, "/enrol", {
    method: "POST",
    headers: {
      cookie,
      origin: `http://localhost:${port}`,
      "sec-fetch-site": "same-origin",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ cohortId }).toString(),
    ...(agent ? { agent } : {}),
  });
}

const isInside = ({ location }: Answer) => location?.includes("/learning/") === true;

/** What a school says that cannot save, or not now. */
const isPolite = ({ status, location }: Answer) =>
  status === 503 || /\/sorry\?why=(storage|overloaded)/.test(location ?? "");

/** Browsers that read pages all the time and press Enrol in between, half of them on connections that they keep. */
export function startCrowd({ ports, cohortId, slug, students }: CrowdOptions): Crowd {
  const seen: Crowd["seen"] = {
    inside: [],
    lastInsideAt: 0,
    refused: 0,
    wrong: [],
    answers: 0,
    longestMs: 0,
  };
  let isOver = false;

  async function turn(port: number, agent: Agent | undefined, student: Student | undefined): Promise<void> {
    const kept = agent ? { agent } : {};
    const answer = student
      ? await submitEnrol(port, { cookie: student.cookie, cohortId, ...kept })
      : await ask(port, `/courses/${slug}`, kept);
    if (student && isInside(answer)) {
      seen.inside.push(student.id);
      seen.lastInsideAt = performance.now();
    } else if (isPolite(answer)) seen.refused += 1;
    else if (answer.status !== 200) seen.wrong.push(`${answer.status} ${answer.location ?? ""}`);
  }

  async function visit(n: number): Promise<void> {
    const agent = n % 2 === 0 ? oneConnection() : undefined;
    for (let count = 0; !isOver; count++) {
      const begun = performance.now();
      let isBroken = false;
      try {
        await turn(ports[n % ports.length] ?? 0, agent, count % PAGES_PER_PRESS === 0 ? students.pop() : undefined);
      } catch (error) {
        isBroken = true;
        seen.wrong.push(String(error));
      }
      seen.answers += 1;
      seen.longestMs = Math.max(seen.longestMs, performance.now() - begun);
      // Connections also rest.
      await pause(isBroken ? AFTER_BREAK_MS : n % 4 === 0 ? READING_MS.some : READING_MS.most);
    }
    agent?.destroy();
  }

  const visits = Array.from({ length: VISITORS }, (_, n) => visit(n));
  return {
    seen,
    async stop() {
      isOver = true;
      await Promise.all(visits);
      return seen;
    },
  };
}
