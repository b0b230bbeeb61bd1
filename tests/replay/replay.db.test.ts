import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "#ops/demo/random.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { listSteps, readRegistrations, readRuns } from "./registrations.ts";
import { replayRegistrations } from "./replay-registrations.ts";
import { replaySeats } from "./replay-seats.ts";
import { listWishes, readSeatHistory } from "./seat-history.ts";

let school: TestSchool;
beforeAll(async () => void (school = await openTestSchool()));
afterAll(() => school.drop());

const RUNS = `"code_module","code_presentation","module_presentation_length"\r\n"XYZ","2013J","100"\r\n"XYZ","2014B","60"\r\n`;

/** So many students: every fifth withdraws, every seventh comes after the start, and one has no day. */
function makeRegistrations(students: number): string {
  const rows = Array.from({ length: students }, (_, n) => {
    const registered = n % 7 === 0 ? n % 30 : -((n * 13) % 150);
    const withdrew = n % 5 === 0 ? String(registered + ((n * 17) % 60)) : "";
    return [n % 3 === 0 ? "2014B" : "2013J", String(n), String(registered), withdrew];
  });
  const lines = [...rows, ["2013J", "nobody", "", "3"]].map((cells) =>
    ["XYZ", ...cells].map((cell) => `"${cell}"`).join(),
  );
  return `"code_module","code_presentation","id_student","date_registration","date_unregistration"\r\n${lines.join("\r\n")}\r\n`;
}

test("students who register and withdraw on their days have places, seats and access as the file counts them", async () => {
  const runs = readRuns(RUNS);
  const { registrations, undated } = readRegistrations(makeRegistrations(120));
  const steps = listSteps(runs, registrations);
  const { differences, ...replayed } = await replayRegistrations(school, { runs, steps, moments: 12 });
  expect([undated, replayed.enrolled, replayed.withdrawn]).toEqual([1, 120, 24]);
  expect(differences).toEqual([]);
});

describe("seats with a waiting list", () => {
  test("a history is read as wishes: those who moved up from the list are not people who came", () => {
    const rows = readSeatHistory(
      "time,enrolled,available,waitlisted,total\n2024-01-01T08:00:00,2,0,1,2\n2024-01-02T08:00:00,3,0,0,3\n2024-01-03T08:00:00,1,2,0,3\n",
    );
    expect(listWishes(rows).map((wish) => (wish.kind === "seats" ? wish.seats : wish.kind))).toEqual([
      ...[2, "comes", "comes", "comes"],
      ...[3],
      ...["leaves", "leaves"],
    ]);
    expect(() => readSeatHistory("time,enrolled,available,waitlisted,total\nnow,some,0,0,1\n")).toThrow("line 2");
  });

  test("nobody is in beyond the seats, and none is free while somebody waits, whatever people wish in whatever order", async () => {
    const random = createRandom(7);
    const kinds = ["comes", "comes", "comes", "leaves", "gives up waiting"] as const;
    const wishes = Array.from({ length: 90 }, (_, n) =>
      n % 15 === 0
        ? { kind: "seats" as const, seats: random.whole(3, 12) }
        : { kind: kinds[random.whole(0, kinds.length)] ?? ("comes" as const) },
    );
    const { differences, ...replayed } = await replaySeats(school, wishes, random);
    expect(differences).toEqual([]);
    expect([replayed.waited > 10, replayed.notLowered > 0]).toEqual([true, true]);
  });
});
