export * from "./accounts.ts";
export * from "./courses.ts";
export * from "./kernel.ts";
export * from "./orders.ts";
export * from "./sandbox.ts";
export * from "./tickets.ts";
export * from "./views.ts";
