import { expect, test } from "vitest";
import { z } from "zod";
import { CohortForm, MeetingForm } from "#domain/courses/inputs.ts";
import { MaterialFields } from "#domain/courses/material-inputs.ts";
import { explainIssue } from "#domain/kernel/explain-issue.ts";
import { listAllIssues, readRightFields } from "./all-issues.ts";

const cohort = { name: "Evenings", timezone: "Europe/Zurich", price: "480", currency: "CHF" };
const meeting = { timezone: "Europe/Zurich", startsAt: "2030-01-08T18:00", endsAt: "2030-01-08T20:00" };
const Refund = z.object({ why: z.string().min(1), amount: z.string() }).transform(({ amount }, problem) => {
  if (Number(amount) > 0) return Number(amount);
  problem.addIssue({ code: "custom", path: ["amount"], message: "?" });
  return z.NEVER;
});

const faultsOf = (schema: z.ZodType, fields: Record<string, unknown>) => {
  const read = schema.safeParse(fields, { error: explainIssue });
  if (read.success) return [];
  return [...new Set(listAllIssues(schema, fields, read.error).map(({ path }) => String(path[0])))].sort();
};

test.each<[string, z.ZodType, Record<string, unknown>, string[]]>([
  ["nothing", CohortForm, cohort, []],
  ["a name and a price", CohortForm, { ...cohort, name: "", price: "dear" }, ["name", "price"]],
  [
    "seats, and two ends before their beginnings",
    CohortForm,
    {
      ...{ ...cohort, capacity: "-3", startsAt: "2030-02-01T18:00", endsAt: "2030-01-01T18:00" },
      ...{ opensAt: "2029-02-01T18:00", closesAt: "2029-01-01T18:00" },
    },
    ["capacity", "closesAt", "endsAt"],
  ],
  [
    "a name, an hour that is on no clock, and a price",
    CohortForm,
    { ...cohort, name: "", startsAt: "2030-03-31T02:30", price: "dear" },
    ["name", "price", "startsAt"],
  ],
  [
    "a name, a price and an end before its beginning",
    CohortForm,
    { ...cohort, name: "", price: "dear", startsAt: "2030-02-01T18:00", endsAt: "2030-01-01T18:00" },
    ["endsAt", "name", "price"],
  ],
  ["a link and an end", MeetingForm, { ...meeting, link: "nowhere", endsAt: meeting.startsAt }, ["endsAt", "link"]],
  ["a title and a text", MaterialFields, { kind: "text", title: "", body: "" }, ["body", "title"]],
  ["a reason and an amount", Refund, { why: "", amount: "much" }, ["amount", "why"]],
])(
  "fields that are wrong alone and fields that are wrong together are said at once: %s",
  (_, schema, fields, wrong) => {
    expect(faultsOf(schema, fields)).toEqual(wrong);
  },
);

test("what stands in for a wrong field accuses no other", () => {
  // An end without a beginning is before nothing, whatever stands in for what could not be read.
  expect(faultsOf(MeetingForm, { ...meeting, startsAt: "x".repeat(40) })).toEqual(["startsAt"]);
  expect(faultsOf(MaterialFields, { kind: "song", title: "", body: "" })).toEqual(["kind", "title"]);
});

test("the fields that are right are read as their schemas read them, also where they are put together later", () => {
  const form = z.object({ cohortId: z.string().max(4) }).and(CohortForm);
  const known = readRightFields(form, { ...cohort, cohortId: "far too long", name: "", capacity: "12" });
  expect(known).toMatchObject({ capacity: 12, timezone: "Europe/Zurich" });
  expect(Object.keys(known)).not.toEqual(expect.arrayContaining(["name"]));
  expect(known).not.toHaveProperty("cohortId");
});
