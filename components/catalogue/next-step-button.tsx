"use client";

import { type ReactNode, useEffect, useState } from "react";
import { LinkButton } from "#components/ui/button.tsx";
import type { OwnEnrolment } from "#domain/enrolments/list-own-enrolments.ts";
import { getBrowserTranslator } from "#components/messages/get-browser-translator.ts";

// A page asks once, however many cohorts it shows.
const answers = new Map<string, Promise<OwnEnrolment[]>>();

function fetchOwnEnrolments(courseId: string): Promise<OwnEnrolment[]> {
  let answer = answers.get(courseId);
  if (!answer) {
    answer = fetch(`/api/me?course=${courseId}`, { headers: { accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : { own: [] }))
      .then((body: { own?: OwnEnrolment[] }) => body.own ?? [])
      .catch(() => []);
    answers.set(courseId, answer);
  }
  return answer;
}

type Props = { courseId: string; slug: string; cohortId: string; children: ReactNode };

/**
 * The page is the same for everyone, so its button is for a stranger. Who has something in the cohort already gets the next
 * step instead. Without a script the button leads to a page that says so.
 */
export function NextStepButton({ courseId, slug, cohortId, children }: Props) {
  const [own, setOwn] = useState<OwnEnrolment>();
  useEffect(() => {
    let here = true;
    fetchOwnEnrolments(courseId).then((places) => {
      const found = places.find((place) => place.cohortId === cohortId);
      if (here && found) setOwn(found);
    });
    return () => {
      here = false;
    };
  }, [courseId, cohortId]);
  if (!own) return children;
  const { label, href } = nextStep(own, slug);
  return (
    <LinkButton className="flex-1" href={href}>
      {label}
    </LinkButton>
  );
}

function nextStep({ state, cohortId, orderCode }: OwnEnrolment, slug: string): { label: string; href: string } {
  const t = getBrowserTranslator();
  if (state === "enrolled") return { label: t("browser.open_the_course_label"), href: `/learning/${slug}` };
  if (state === "to_pay" && orderCode)
    return { label: t("browser.go_on_to_pay_label"), href: `/checkout/${orderCode}` };
  if (state === "offered") return { label: t("browser.take_your_seat_label"), href: `/enrol/${cohortId}` };
  return { label: t("browser.you_are_on_the_waiting_list_label"), href: `/enrol/${cohortId}` };
}
