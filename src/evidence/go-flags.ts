export * from "../rules/kit/go-flags.ts";
