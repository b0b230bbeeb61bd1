import { type Logger, pino } from "pino";
import { config } from "#config/config.ts";
import { tracer } from "#db/tracer.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";

/** Names whose values never reach a log, wherever they stand in what is logged, down to three levels. */
const SECRET_NAMES = [
  "authorization",
  "cookie",
  "password",
  "passwordHash",
  "newPassword",
  "token",
  "tokenHash",
  "secret",
  "secretKey",
  "webhookSecret",
  "webhookSecrets",
  "apiKey",
  "card",
  // Of a statement that failed.
  "params",
  "smtpUrl",
  "DATABASE_URL",
  "MATRICULA_SECRET",
  "MATRICULA_MONITORING_TOKEN",
  "monitoringToken",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "SMTP_URL",
  "OTEL_EXPORTER_OTLP_HEADERS",
];
const HEADER_NAMES = ["set-cookie", "stripe-signature", "x-api-key", "idempotency-key"];

const REDACTED_PATHS = ["", "*.", "*.*."].flatMap((above) => [
  ...SECRET_NAMES.map((name) => `${above}${name}`),
  ...HEADER_NAMES.map((name) => `${above === "" ? "" : above.slice(0, -1)}["${name}"]`),
]);

type Destination = { write(line: string): void };

/** A logger of JSON lines. `destination` is standard output unless a test wants to read what was written. */
export function createLogger(level: string, destination?: Destination): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${createSystemClock().toISOString()}"`,
    // A line that is written while a step is traced leads to it.
    mixin: () => tracer()?.ids() ?? {},
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED_PATHS, censor: "[redacted]" },
  };
  return destination ? pino(options, destination) : pino(options);
}

let root: Logger | undefined;

/** The logger of this process. */
export function log(): Logger {
  root ??= createLogger(config().logLevel);
  return root;
}

/** A logger whose every line carries the request id that the person sees on an error page. */
export function requestLog(requestId: string): Logger {
  return log().child({ requestId });
}
