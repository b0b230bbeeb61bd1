import type { AuditRow } from "#domain/audit/list-audit.ts";
import { describeFailure, isFailure } from "#domain/kernel/describe-failure.ts";
import { formatAmount } from "../ui/money.tsx";
import { auditFieldWords } from "./audit-fields.ts";
import { auditActionWords, auditObjectWords, auditValueWords } from "./audit-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function AuditAction({ row: { action } }: { row: AuditRow }) {
  return (
    <a href={`/admin/audit?action=${encodeURIComponent(action)}`} className="font-[560] hover:underline">
      {auditActionWords(action)}
    </a>
  );
}

/** Where a thing is looked at in the office, by the prefix of its id; nothing for what has no page of its own. */
const PAGES: Record<string, (id: string) => string> = {
  enr: (id) => `/admin/enrolments/${id}`,
  ord: (id) => `/admin/orders?q=${id}`,
  cpn: (id) => `/admin/coupons/${id}`,
  prl: (id) => `/admin/price-rules/${id}`,
  crs: (id) => `/admin/courses/${id}`,
  usr: (id) => `/admin/students/${id}`,
};

const ID = /^([a-z]{3})_[0-9a-f]{32}$/;

/** An id, cut to what tells it from its neighbours. The whole of it stands behind a press or under the pointer. */
function ShortId({ id, href }: { id: string; href?: string }) {
  const prefix = ID.exec(id)?.[1];
  const text = prefix ? `${prefix}…${id.slice(-6)}` : id;
  if (!href) return <span title={id}>{text}</span>;
  return (
    <a href={href} title={id} className="inline-block min-h-6 py-0.5 hover:underline">
      {text}
    </a>
  );
}

/** The thing that was changed, with a way to it and to everything else that was done to it. */
export function AuditObject({ row: { objectType, objectId, objectName } }: { row: AuditRow }) {
  const href = PAGES[ID.exec(objectId)?.[1] ?? ""]?.(objectId);
  const name = objectName ?? auditObjectWords(objectType);
  const all = `/admin/audit?type=${encodeURIComponent(objectType)}&object=${encodeURIComponent(objectId)}`;
  return (
    <span>
      {href ? (
        <a href={href} className="link inline-block min-h-6">
          {name}
        </a>
      ) : (
        name
      )}
      <span className="block text-tiny text-ink-faint">
        <ShortId id={objectId} href={all} />
      </span>
    </span>
  );
}

type Values = Record<string, unknown> | null;

const SHORT = 60;

/** What changed, a line each: the value before, struck out, and the value after. Long ones open. */
export function Changes({ before, after }: { before: Values; after: Values }) {
  const t = getTranslator();
  // Entries of before 2026 hold fields that did not change.
  const isSame = (name: string) =>
    before !== null &&
    after !== null &&
    name in before &&
    name in after &&
    auditValueWords(before[name]) === auditValueWords(after[name]);
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (name) => !isSame(name),
  );
  if (names.length === 0) return <span className="text-ink-faint">{t("admin.nothing_to_say")}</span>;
  return (
    <dl className="grid gap-0.5 text-small">
      {names.map((name) => {
        const wasThere = before !== null && name in before;
        return (
          <div key={name} className="flex flex-wrap gap-x-2 max-sm:justify-end">
            <dt className="text-ink-faint">{auditFieldWords(name)}</dt>
            <dd className="min-w-0">
              {wasThere && (
                <del className="text-ink-faint">
                  <span className="sr-only">{t("admin.before")} </span>
                  <Value {...shown(before, name)} />
                </del>
              )}{" "}
              {after !== null && name in after && (
                <ins className="no-underline">
                  {wasThere && <span aria-hidden="true">→ </span>}
                  <span className="sr-only">{t("admin.after")} </span>
                  <Value {...shown(after, name)} />
                </ins>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** A value as text. An amount in minor units is written with the currency that stands beside it. */
function shown(values: Record<string, unknown>, name: string): { text: string } {
  const value = values[name];
  const { currency } = values;
  if (name.endsWith("Minor") && typeof value === "number" && typeof currency === "string") {
    return { text: formatAmount({ minor: value, currency }) };
  }
  if (name === "failure" && typeof value === "string" && isFailure(value))
    return { text: describeFailure(value, getTranslator()) };
  return { text: auditValueWords(value) };
}

function Value({ text }: { text: string }) {
  const t = getTranslator();
  const prefix = ID.exec(text)?.[1];
  if (prefix) return <ShortId id={text} href={PAGES[prefix]?.(text)} />;
  if (text.length <= SHORT) return <span className="[overflow-wrap:anywhere]">{text}</span>;
  return (
    <details className="inline-block max-w-[44ch] align-top">
      <summary className="list-none [overflow-wrap:anywhere]">
        {text.slice(0, SHORT)}… <span className="link text-tiny">{t("admin.more")}</span>
      </summary>
      <span className="mt-1 block max-h-72 overflow-y-auto whitespace-pre-wrap rounded-sm bg-sunken p-2 [overflow-wrap:anywhere]">
        {text}
      </span>
    </details>
  );
}
