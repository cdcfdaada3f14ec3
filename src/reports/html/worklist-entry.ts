import type { NamedRule } from "./named-rule.ts";
import type { WhichNodes } from "./which-nodes.ts";

/** One cause, and how it is closed. */
export type WorklistEntry = {
  /** The cause in words; null where the section says it. */
  readonly name: string | null;
  /** The cause as the assessment has it, or empty. */
  readonly code: string;
  /** What the host, the API server or the system said. */
  readonly messages: readonly string[];
  readonly which: WhichNodes | null;
  /** One sentence of what happened; null where the section says it. */
  readonly happened: string | null;
  readonly todo: string;
  readonly command: string | null;
  /** What waits beside the rules that are listed; null where nothing does. */
  readonly also: string | null;
  readonly rules: readonly NamedRule[];
};
