import { expect, test } from "vitest";
import { sourceText } from "#messages/message.ts";
import { explainConnection } from "./explain-connection.ts";

test("what a server without TLS, or an older PgBouncer, lacks is said with what mends it; the rest speaks for itself", () => {
  const said = (why: string) => sourceText(explainConnection(why) ?? "");
  expect(said("The server does not support SSL connections")).toMatch(/ssl = on .* or, .*sslmode=disable/);
  expect(said("unsupported startup parameter: options")).toContain("ignore_startup_parameters = options");
  expect(explainConnection('password authentication failed for user "school"')).toBeUndefined();
});
