import type { NextConfig } from "next";

const config: NextConfig = {
  // Native modules and drivers stay outside the bundle, so that one copy serves the whole process.
  serverExternalPackages: ["better-sqlite3", "pg", "pino", "@node-rs/argon2", "nodemailer", "stripe"],
  // The front server compresses; inside Next it costs 15-25 % of the CPU.
  compress: false,
  poweredByHeader: false,
  // `npm run check` does this once, with the same compiler settings.
  typescript: { ignoreBuildErrors: true },
};

export default config;
