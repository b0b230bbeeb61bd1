import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { AuditRow } from "#domain/audit/list-audit.ts";
import { AUDIT_LIST } from "../list.ts";

const asText = (value: Record<string, unknown> | null) => (value === null ? "" : JSON.stringify(value));

export async function GET(request: Request): Promise<Response> {
  return exportList<AuditRow>(request, {
    action: "audit.read",
    name: "audit",
    ...readExport(AUDIT_LIST, request),
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
  });
}
