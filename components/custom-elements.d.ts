import type { DetailedHTMLProps, HTMLAttributes } from "react";

type Own<More = object> = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & More;

/** The elements that public/site-script.js brings to life. */
declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "account-corner": Own;
      "live-seats": Own<{ course: string; cohort: string }>;
      "next-step": Own<{ course: string; cohort: string }>;
    }
  }
}
