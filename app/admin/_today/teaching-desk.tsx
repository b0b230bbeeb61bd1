import { TeachingDeskView } from "#components/admin/teaching.tsx";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { getTeachingDesk } from "#domain/reports/get-teaching-desk.ts";

/** The desk of whoever looks, with what they teach. */
export async function TeachingDesk({ read, timezone }: { read: ReadCtx; timezone: string }) {
  return (
    <TeachingDeskView desk={await getTeachingDesk(read)} now={read.now} timezone={timezone} questionHref={undefined} />
  );
}
