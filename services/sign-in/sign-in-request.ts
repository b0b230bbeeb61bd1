import type { Device } from "#domain/accounts/create-session.ts";
import type { Viewer } from "#domain/accounts/sessions.ts";
import type { WriteAs } from "#runtime";

/** Who asks to be signed in, from where and in which browser. */
export type SignInRequest = WriteAs & {
  viewer: Viewer | undefined;
  address: string;
  /** Its present session ends when another takes its place. */
  device: Device;
  /** What the browser keeps of the accounts that were opened in it (domain/accounts/limit-counters.ts). */
  knownDevices: string | undefined;
};
