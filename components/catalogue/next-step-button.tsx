import type { ReactNode } from "react";
import { pagePath } from "#messages/page-path.ts";
import { LinkButton } from "#components/ui/button.tsx";

type Props = { courseId: string; slug: string; cohortId: string; children: ReactNode };

/**
 * The page is the same for everyone, so its button is for a stranger. Who has something in the cohort already gets the next
 * step instead, from public/site-script.js. Without a script the button leads to a page that says so.
 */
export function NextStepButton({ courseId, slug, cohortId, children }: Props) {
  return (
    <next-step course={courseId} cohort={cohortId} className="contents">
      <div data-when="nothing" className="contents">
        {children}
      </div>
      <LinkButton data-when="something" hidden className="flex-1" href={pagePath(`/learning/${slug}`)} />
    </next-step>
  );
}
