import type { NextConfig } from "next";

/** Five attachments of ten megabytes, or one material of fifty, and what the form adds around them. */
const BODY_BYTES_MAX = 51_000_000;

const config: NextConfig = {
  // Native modules and drivers stay outside the bundle, so that one copy serves the whole process.
  serverExternalPackages: ["better-sqlite3", "pg", "pino", "@node-rs/argon2", "nodemailer", "stripe"],
  // The front server compresses; inside Next it costs 15-25 % of the CPU.
  compress: false,
  experimental: {
    serverActions: { bodySizeLimit: BODY_BYTES_MAX },
    // A proxy would hand on only the beginning of a larger body, without an error.
    proxyClientMaxBodySize: BODY_BYTES_MAX,
  },
  poweredByHeader: false,
  // `npm run check` does this once, with the same compiler settings.
  typescript: { ignoreBuildErrors: true },
};

export default config;
