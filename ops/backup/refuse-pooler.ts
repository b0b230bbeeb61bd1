import { detectPooler } from "#db/detect-pooler.ts";
import { message } from "#messages/message.ts";
import { BackupUnverifiableError } from "./backup-error.ts";

/** pg_dump sets an empty search_path for its session, and a pooler would hand that connection to the running school. */
export async function refusePooler(url: string): Promise<void> {
  if (await detectPooler(url)) throw new BackupUnverifiableError(message("backup.pooler_answers"));
}
