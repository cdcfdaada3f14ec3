import { describeRequest, type HostSession } from "../session.ts";
import type { Sweep } from "./sweep-file.ts";

/** A session that answers from a sweep. What the sweep did not ask was not seen, whatever else it shows. */
export function sweepSession({ answers }: Sweep): HostSession {
  return {
    ask: async (request) =>
      answers.get(describeRequest(request)) ?? {
        state: "failed",
        cause: "not-collected",
        message: "the sweep at the console did not ask for it",
      },
    failure: () => undefined,
    close: () => undefined,
  };
}
