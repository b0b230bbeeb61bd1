import type { DetailedHTMLProps, HTMLAttributes } from "react";

type Own<More = object> = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & More;

/** The elements that the scripts in public/ bring to life. */
declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "account-corner": Own;
      "live-seats": Own<{ course: string; cohort: string }>;
      "attendance-roster": Own<{ "data-viewer": string; "data-meeting": string; "data-to": string }>;
      "live-part": Own<{ "data-left-ms": number }>;
      "next-step": Own<{ course: string; cohort: string }>;
    }
  }
}
