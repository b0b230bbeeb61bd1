import { getTranslator } from "#components/messages/get-translator.ts";
import { Meter } from "#components/ui/chart.tsx";
import type { Progress } from "#domain/learning/load-materials.ts";

/** How many of a course's materials somebody has done. */
export function ProgressBar({ progress: { done, total }, className }: { progress: Progress; className?: string }) {
  const t = getTranslator();
  return (
    <Meter
      label={t("learning.progress_label")}
      value={done}
      max={total}
      text={t("learning.progress_text", { done, total })}
      tone={done >= total ? "ok" : "accent"}
      {...(className === undefined ? {} : { className })}
    />
  );
}
