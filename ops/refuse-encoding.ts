import { message } from "#messages/message.ts";
import { MessageError } from "#messages/message-error.ts";

/**
 * Refuses a PostgreSQL database that does not hold every sign: the first name it lacks one of would end in an error that nobody
 * understands, and by then the school is full. The encoding of a database is given when it is made, and cannot be changed.
 */
export async function refuseEncoding(url: string): Promise<void> {
  const { connectOnce } = await import("#db/postgres-connect.ts");
  const client = await connectOnce(url);
  try {
    const { rows } = await client.query<{ server_encoding: string }>(
      "SELECT current_setting('server_encoding') AS server_encoding",
    );
    const encoding = rows[0]?.server_encoding ?? "UTF8";
    if (encoding !== "UTF8") throw new MessageError(message("start.encoding_is_wrong", { encoding }));
  } finally {
    await client.end();
  }
}
