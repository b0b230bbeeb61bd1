import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { readList, toFilterParams } from "#app/admin/_list/list.ts";
import { type AuditRow, streamAudit } from "#domain/audit/list-audit.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { AUDIT_LIST, auditFilters } from "../list.ts";

const asText = (value: Record<string, unknown> | null) => (value === null ? "" : JSON.stringify(value));

export async function GET(request: Request): Promise<Response> {
  const state = readList(AUDIT_LIST, searchParamsOf(request));
  return exportList<AuditRow>(request, {
    action: "audit.read",
    name: "audit",
    filters: toFilterParams(state.filters),
    columns: [
      { header: "Number", cell: ({ seq }) => seq },
      { header: "When (UTC)", cell: ({ at }) => at },
      { header: "Who", cell: ({ actorName, actorId, actorType }) => actorName ?? (actorId || actorType) },
      { header: "Id of who", cell: ({ actorId }) => actorId },
      { header: "Action", cell: ({ action }) => action },
      { header: "Object", cell: ({ objectType }) => objectType },
      { header: "Id of object", cell: ({ objectId }) => objectId },
      { header: "Before", cell: ({ before }) => asText(before) },
      { header: "After", cell: ({ after }) => asText(after) },
      { header: "Request", cell: ({ requestId }) => requestId },
    ],
    rows: async function* (ctx) {
      const { timezone } = await getSchoolSettings(ctx.read);
      yield* streamAudit(ctx, auditFilters(state, timezone), state.view);
    },
  });
}
