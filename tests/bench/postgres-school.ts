import { createSystemClock } from "#domain/kernel/clock.ts";
import { moveDatabase } from "#ops/move/move-database.ts";
import { createDatabase, startPostgres } from "#tests/support/postgres-server.ts";
import { type BenchSchool, forget } from "./school.ts";

export type PostgresSchool = BenchSchool & {
  /** As the servers of the school open it. */
  url: string;
  /** The process that minds PostgreSQL's others. */
  pid: number;
  stop(): Promise<void>;
};

/** A PostgreSQL server as a school has it: what is acknowledged is on the disk. */
const LASTING = ["fsync=on", "full_page_writes=on", "synchronous_commit=on", "shared_buffers=512MB"];

/** The same school on a PostgreSQL server of its own, moved there as a school moves. */
export async function moveToPostgres(school: BenchSchool): Promise<PostgresSchool> {
  const server = await startPostgres(undefined, LASTING);
  try {
    const url = await createDatabase(server.url, "school");
    await moveDatabase({ from: school.file, to: url, isCheck: false, clock: createSystemClock, say: () => {} });
    return {
      ...school,
      url,
      pid: server.pid,
      async stop() {
        await server.stop();
        forget(school);
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
