export * from "#components/forms/form-state.ts";
