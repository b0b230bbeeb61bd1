import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { NextConfig } from "next";
import { RESPONSE_POLICY, COMMON_HEADERS, STRICT_TRANSPORT } from "./app/_http/security-headers.ts";

// Next names the actions of forms by this key and would draw another one for each build, so that a form that was open while the school was
// updated could not be sent any more. With it Next also encrypts what an action inside a component closes over; there is no such
// action here, which a lint rule holds, so nothing hangs on its being secret: docs/decisions/forms-outlive-a-build.md.
process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ||= createHash("sha256").update("matricula: actions").digest("base64");

/** Another address for each version, so that browsers may keep it for good. */
const addressOf = (script: string) =>
  `/${script}?${createHash("sha256")
    .update(readFileSync(`public/${script}`))
    .digest("hex")
    .slice(0, 12)}`;
const SITE_SCRIPT = addressOf("site-script.js");
const ATTENDANCE_SCRIPT = addressOf("attendance-script.js");

/** Five attachments of ten megabytes, or one material of fifty, and what the form adds around them. */
const BODY_BYTES_MAX = 51_000_000;

const listOf = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([key, value]) => ({ key, value }));

const config: NextConfig = {
  // Native modules and drivers stay outside the bundle, so that one copy serves the whole process.
  serverExternalPackages: [
    "better-sqlite3",
    "pg",
    "pino",
    "pdfkit",
    "@node-rs/argon2",
    "nodemailer",
    "stripe",
    // Next's own spans and ours meet in one copy of its API.
    "@opentelemetry/api",
    "@opentelemetry/context-async-hooks",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace",
  ],
  // The front server compresses; inside it costs 15-25 % of the CPU. Where there is none, app/_http/compression.ts does it.
  compress: false,
  // It reads every byte of every page once more, for a third of the time that a kept page takes.
  generateEtags: false,
  // Rendered public pages are kept by the catalogue's version; Next's own cache in front of it would not ask for that.
  cacheHandler: path.resolve("app/_http/cache-handler.ts"),
  cacheMaxMemorySize: 0,
  // The catalogue's first page has parameters, so that it is rendered by the first request for it and not by the build.
  rewrites: async () => [
    { source: "/", destination: "/courses/page/1" },
    { source: "/courses", destination: "/courses/page/1" },
    // Where other programs look for it (RFC 8615).
    { source: "/.well-known/certificate-keys.json", destination: "/certificates/keys.json" },
  ],
  // Next tells caches in front of it to keep a static page for a year; this one is good until the catalogue changes, so
  // whoever keeps it asks first. A search shows who is looking and keeps Next's own "private, no-store".
  headers: async () => [
    ...[
      "/",
      "/courses",
      "/courses/page/:page",
      "/courses/:slug((?!find$)[^/]+)",
      "/:language([a-z]{2,3}|[a-z]{2,3}-[A-Za-z0-9-]+)/courses/page/:page",
      "/:language([a-z]{2,3}|[a-z]{2,3}-[A-Za-z0-9-]+)/courses/:slug((?!find$)[^/]+)",
    ].map((source) => ({
      source,
      headers: [{ key: "Cache-Control", value: "no-cache" }],
    })),
    ...["/site-script.js", "/attendance-script.js"].map((source) => ({
      source,
      headers: [{ key: "Cache-Control", value: "public, max-age=31536000, immutable" }],
    })),
    { source: "/:path*", headers: listOf(COMMON_HEADERS) },
    // Where MATRICULA_URL is https (normalise-request.ts says so), and not to people who try the school on their own machine.
    {
      source: "/:path*",
      has: [{ type: "header", key: "x-forwarded-proto", value: "https" }],
      headers: [{ key: "Strict-Transport-Security", value: STRICT_TRANSPORT }],
    },
    // Pages get their policy from proxy.ts and cache-handler.ts.
    ...["/api/:path*", "/sandbox/api/:path*", "/webhooks/:path*", "/health"].map((source) => ({
      source,
      headers: [{ key: "Content-Security-Policy", value: RESPONSE_POLICY }],
    })),
  ],
  experimental: {
    // What the next build on the same machine begins with. A machine for one run has no next one, and 400 MB are long to write.
    turbopackFileSystemCacheForBuild: process.env.CI === undefined,
    serverActions: { bodySizeLimit: BODY_BYTES_MAX },
    // A proxy would hand on only the beginning of a larger body, without an error.
    proxyClientMaxBodySize: BODY_BYTES_MAX,
  },
  poweredByHeader: false,
  env: { SITE_SCRIPT, ATTENDANCE_SCRIPT },
  // `npm run check` does this once, with the same compiler settings.
  typescript: { ignoreBuildErrors: true },
};

export default config;
