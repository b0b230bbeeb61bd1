import { TeachingDeskView } from "#components/admin/teaching.tsx";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { getTeachingDesk } from "#domain/reports/get-teaching-desk.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";

/** The desk of whoever looks, with what they teach. */
export async function TeachingDesk({ read, timezone }: { read: ReadCtx; timezone: string }) {
  const { teachersAnswerTickets } = await getSettingsOnce(read);
  return (
    <TeachingDeskView
      desk={await getTeachingDesk(read)}
      now={read.now}
      timezone={timezone}
      questionHref={teachersAnswerTickets ? (code) => `/admin/teaching/${code}` : undefined}
    />
  );
}
