import { expect, test } from "vitest";
import { createLineWriter } from "./lines.ts";
import type { MovedTable } from "./value-forms.ts";

const TABLE: MovedTable = {
  name: "settings",
  columns: [
    { name: "key", type: "text" },
    { name: "value", type: "jsonb" },
    { name: "updated_at", type: "timestamp with time zone" },
    { name: "is_on", type: "boolean" },
  ],
  key: ["key"],
};
const write = createLineWriter(TABLE);

// mattermost/mattermost#26974, mattermost/docs#7510: NUL was taken out on the way, and JSON that is none stopped the load halfway.
test.for([
  ["a NUL in JSON", `{"a": "b\\u0000"}`, "NUL"],
  ["a NUL in a name in JSON", `{"\\u0000": 1}`, "NUL"],
  ["half of a sign in JSON", `{"a": "\\ud83d"}`, "half of a sign"],
  ["a number that is none", '{"a": 1e999}', "not JSON"],
  ["JSON that is none", "{'a': 1}", "not JSON"],
] as const)("names the row that holds %s", ([, json, why]) => {
  expect(() => write(["e", json, 0, 1])).toThrow(
    new RegExp(`"settings" holds a value .*row e, column value\\. .*${why}`),
  );
});

// grafana/grafana#102459 and others: moments that the other side does not have.
test.for([253_402_300_800_000, -62_135_596_800_001, 9_007_199_254_740_991])(
  "names the row of a moment that PostgreSQL would write in another way: %s",
  (ms) => {
    expect(() => write(["e", "{}", ms, 1])).toThrow(/row e, column updated_at\. It is no moment/);
  },
);

test("names the row of what is neither yes nor no, and of a NUL in a text", () => {
  expect(() => write(["e", "{}", 0, 2])).toThrow(/row e, column is_on\. It is neither yes nor no/);
  expect(() => write(["a\0b", "{}", 0, 1])).toThrow(/column key\. .*NUL/);
});
