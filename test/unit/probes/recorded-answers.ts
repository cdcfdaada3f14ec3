import type { RecordedAnswer } from "../../../src/connect/recordings/recording.ts";

// Answers of a node as recordings have them.

export const ok = (text: string): RecordedAnswer => ({ state: "ok", text });
export const gone: RecordedAnswer = { state: "absent" };
export const deniedAnswer: RecordedAnswer = {
  state: "failed",
  cause: "permission-denied",
  message: "Permission denied",
};

/** What stat says of root's entry at a path, by type and mode: without more a file, 0644. */
export const statLine = (path: string, bits = "81a4"): string => `e|${bits}|0|0|root|root|${path}/\n`;
export const directory = (path: string): string => statLine(path, "41ed");
