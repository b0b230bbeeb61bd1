import { settingsSchema } from "../settings.ts";

// What the shell or a .env of the person who runs the tests has set must not decide what a test sees.
for (const name of Object.keys(settingsSchema.shape)) delete process.env[name];
process.env.MATRICULA_LOG_LEVEL = "silent";
