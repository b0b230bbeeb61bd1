import { getViewer } from "#app/_auth/viewer.ts";
import { toActor } from "#domain/accounts/sessions.ts";
import { type Opening, streamOpenings } from "#domain/usage/list-openings.ts";
import { csvStream } from "#ops/csv.ts";
import { reading } from "#runtime";

/** What the school has recorded of what somebody opened, as a file for themselves. */
export async function GET(): Promise<Response> {
  const who = await getViewer();
  if (!who) return new Response(null, { status: 303, headers: { location: "/sign-in?next=/account/openings" } });
  const ctx = reading(toActor(who));
  const columns = [
    { header: "Opened (UTC)", cell: ({ at }: Opening) => at },
    { header: "Course", cell: ({ courseTitle }: Opening) => courseTitle },
    { header: "Material", cell: ({ materialTitle }: Opening) => materialTitle },
  ];
  return new Response(csvStream(columns, streamOpenings(ctx, who.userId)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="openings-${ctx.now.toISOString().slice(0, 10)}.csv"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
