import { type Message, message } from "#messages/message.ts";

/** What a database server or a pooler wants, in words that say how it is done; undefined when its own words do. */
export function explainConnection(why: string): Message | undefined {
  if (/^The server does not support SSL/.test(why)) return message("start.server_without_tls");
  const refused = /unsupported startup parameter: (\w+)/.exec(why)?.[1];
  return refused === undefined ? undefined : message("start.pooler_refuses_parameter", { name: refused });
}
