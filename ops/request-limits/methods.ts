/** What an address takes: by which methods, and whether POST brings one of our forms, which Next hands to its action. */
export type AllowedMethods = { methods: readonly string[]; isPage: boolean };

const READ = ["GET", "HEAD", "OPTIONS"];
const PAGE: AllowedMethods = { methods: [...READ, "POST"], isPage: true };
const FILE: AllowedMethods = { methods: READ, isPage: false };
const RECEIVER: AllowedMethods = { methods: ["OPTIONS", "POST"], isPage: false };
const BOTH: AllowedMethods = { methods: [...READ, "POST"], isPage: false };

/** Routes that say themselves which methods they take (app/_http/methods.ts), of those that there are for them. */
export const SELF_DECLARED: AllowedMethods = { methods: [...READ, "POST", "PUT", "PATCH", "DELETE"], isPage: false };

/** By path, the first that fits. Every other path is a page, whether there is one or not. */
const BY_PATH: readonly (readonly [RegExp, AllowedMethods])[] = [
  [/^\/(api|sandbox\/api)\/|^\/metrics$/, SELF_DECLARED],
  [
    /^\/(webhooks\/|language\/choice$|bench\/echo$|sandbox\/pay\/[^/]+\/answer$|admin\/meetings\/[^/]+\/marks$)/,
    RECEIVER,
  ],
  [/^\/enrol$/, BOTH],
  [/^\/(theme|files|calendar|sitemap|auth\/callback)\//, FILE],
  [/^\/language$/, BOTH],
  [/^\/(health|robots\.txt|sitemap\.xml|icon\.svg|font-licences\.txt)$/, FILE],
  [/^\/(admin|account)\/.+\.(csv|zip)$/, FILE],
  [/^\/admin\/payouts\/[^/]+\/file$|^\/admin\/accounting\/export$/, FILE],
  [/^\/orders\/[^/]+\/((invoices|papers)\/|e-invoices\/[^/]+\/[^/]+$)/, FILE],
  [/^\/(certificates\/keys|\.well-known\/certificate-keys)\.json$/, FILE],
  [/^\/checkout\/[^/]+\/return$|^\/check-in\/[^/]+\/[^/]+$/, FILE],
  [/^\/courses\/[^/]+\/opengraph-image/, FILE],
  // Next's own, which it looks after by itself.
  [/^\/_/, BOTH],
];

/** What the address `url` takes, with or without a query. */
export function getAllowedMethods(url: string): AllowedMethods {
  const path = url.split("?", 1)[0] ?? "";
  return BY_PATH.find(([pattern]) => pattern.test(path))?.[1] ?? PAGE;
}

/** Whether an address answers programs, which are told everything as they are told the rest: as a problem in JSON (RFC 9457). */
export const isMachineEndpoint = (url: string): boolean => /^\/(api|webhooks|sandbox\/api)\//.test(url);

/** Whether a request to a page brings one of our forms: scripts name its action in a header, browsers without them send form data. */
export function isFormSubmission(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  return headers["next-action"] !== undefined || /^multipart\/form-data\b/i.test(String(headers["content-type"] ?? ""));
}
