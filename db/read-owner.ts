import { engineOf } from "./engine.ts";
import { connect } from "./sqlite-file.ts";

const QUESTION = `SELECT NOT EXISTS (SELECT 1 FROM user_roles WHERE role = 'owner') AND NOT EXISTS (
  SELECT 1 FROM invitations WHERE role = 'owner' AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at >`;

/**
 * Whether a school has neither an owner nor a valid invitation for one, so that nobody could sign in. Uses the bare driver at every
 * start, for the same reason as `readSetting`.
 */
export async function lacksOwner(url: string, now: Date): Promise<boolean> {
  if (engineOf(url) !== "postgres") {
    const sqlite = connect(url, { readonly: true });
    try {
      return sqlite.prepare(`${QUESTION} ?)`).pluck().get(now.getTime()) === 1;
    } finally {
      sqlite.close();
    }
  }
  const { connectOnce } = await import("./postgres-connect.ts");
  const client = await connectOnce(url);
  try {
    const { rows } = await client.query(`${QUESTION} $1) AS lacking`, [now]);
    return rows[0]?.lacking === true;
  } finally {
    await client.end();
  }
}
