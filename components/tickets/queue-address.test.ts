import { expect, test } from "vitest";
import type { QueueFilters } from "#domain/tickets/list-tickets.ts";
import { earlierQuery } from "./queue-address.ts";

test("reading a conversation further back leaves the list beside it as it was filtered", () => {
  const usual: QueueFilters = { state: "unresolved", assignee: "anyone", sort: "newest", page: 1 };
  const filtered: QueueFilters = { ...usual, state: "all", assignee: "mine", q: "a & b", page: 2 };
  expect(earlierQuery(filtered, "msg_1")).toBe("?state=all&assignee=mine&q=a+%26+b&page=2&before=msg_1");
  expect(earlierQuery(usual, "msg_1")).toBe("?before=msg_1");
});
