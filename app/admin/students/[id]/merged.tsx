import { Ask } from "#components/admin/ask.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { StudentMerge } from "#domain/students/describe-merge.ts";
import { undoMergeAction } from "./actions.ts";

/** Says where everything of this account is by now, and the way back. */
export function Merged({ userId, merge, timezone }: { userId: string; merge: StudentMerge; timezone: string }) {
  const t = getTranslator();
  const { intoId, intoName, why, mergedAt, undoUntil, mayUndo } = merge;
  return (
    <Notice
      tone="warn"
      className="mb-5"
      action={
        mayUndo && (
          <Ask
            id="undo-merge"
            trigger={t("admin_students.merge_undo_button")}
            title={t("admin_students.merge_undo_title")}
            confirmLabel={t("admin_students.merge_undo_button")}
            why={false}
            tone="quiet"
            action={undoMergeAction}
            values={{ userId }}
          >
            {t("admin_students.merge_undo_words")}
          </Ask>
        )
      }
    >
      <p>
        {t.rich("admin_students.merged_notice", {
          name: intoName,
          why,
          date: <DateTime instant={mergedAt} timezone={timezone} form="date" />,
          account: (children) => (
            <a className="link" href={`/admin/students/${intoId}`}>
              {children}
            </a>
          ),
        })}
      </p>
      {mayUndo && (
        <p className="mt-1 text-small">
          {t.rich("admin_students.merge_undo_until", {
            date: <DateTime instant={undoUntil} timezone={timezone} form="date" />,
          })}
        </p>
      )}
    </Notice>
  );
}
