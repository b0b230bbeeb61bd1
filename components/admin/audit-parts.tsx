import type { AuditRow } from "#domain/audit/queries.ts";

/** `enrolment.cancel` as people say it: "Enrolment: cancel". */
export function auditActionWords(action: string): string {
  const [noun = "", verb = ""] = action.split(".");
  const plain = (word: string) => word.replaceAll("_", " ");
  return `${noun.charAt(0).toUpperCase()}${plain(noun).slice(1)}: ${plain(verb)}`;
}

export function AuditAction({ row: { action } }: { row: AuditRow }) {
  return (
    <a href={`/admin/audit?action=${encodeURIComponent(action)}`} className="font-[560] hover:underline">
      {auditActionWords(action)}
    </a>
  );
}

/** Where a thing is looked at in the office; nothing for what has no page of its own. */
const PAGES: Record<string, (id: string) => string> = {
  enrolment: (id) => `/admin/enrolments/${id}`,
  order: (id) => `/admin/orders?q=${id}`,
  course: (id) => `/admin/courses/${id}`,
  user: (id) => `/admin/students/${id}`,
  settings: () => "/admin/settings",
};

/** The thing that was changed, with a way to it and to everything else that was done to it. */
export function AuditObject({ row: { objectType, objectId, objectName } }: { row: AuditRow }) {
  const href = PAGES[objectType]?.(objectId);
  const name = objectName ?? objectType.replaceAll("_", " ");
  const all = `/admin/audit?type=${encodeURIComponent(objectType)}&object=${encodeURIComponent(objectId)}`;
  return (
    <span>
      {href ? (
        <a href={href} className="link">
          {name}
        </a>
      ) : (
        name
      )}
      <a href={all} className="block break-all text-tiny text-ink-faint hover:underline" title="Everything done to it">
        {objectId}
      </a>
    </span>
  );
}

type Values = Record<string, unknown> | null;

const SHORT = 60;

/** What changed, a line each: the value before, struck out, and the value after. Long ones open. */
export function Changes({ before, after }: { before: Values; after: Values }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0) return <span className="text-ink-faint">nothing to say</span>;
  return (
    <dl className="grid gap-0.5 text-small">
      {names.map((name) => (
        <div key={name} className="flex flex-wrap gap-x-2 max-sm:justify-end">
          <dt className="text-ink-faint">{wordsOf(name)}</dt>
          <dd className="min-w-0">
            {before && name in before && (
              <>
                <del className="text-ink-faint">
                  <span className="sr-only">before: </span>
                  <Value value={before[name]} />
                </del>{" "}
              </>
            )}
            {after && name in after && (
              <ins className="no-underline">
                {before && name in before && <span aria-hidden="true">→ </span>}
                <span className="sr-only">after: </span>
                <Value value={after[name]} />
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** `amountMinor` as people read it: "amount minor". */
function wordsOf(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

function Value({ value }: { value: unknown }) {
  const text = said(value);
  if (text.length <= SHORT) return <span className="break-words [overflow-wrap:anywhere]">{text}</span>;
  return (
    <details className="inline-block max-w-[44ch] align-top">
      <summary className="list-none [overflow-wrap:anywhere]">
        {text.slice(0, SHORT)}… <span className="link text-tiny">more</span>
      </summary>
      <span className="mt-1 block max-h-72 overflow-y-auto whitespace-pre-wrap rounded-sm bg-sunken p-2 [overflow-wrap:anywhere]">
        {text}
      </span>
    </details>
  );
}

function said(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value.join(", ") || "none";
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
