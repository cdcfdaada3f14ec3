import { fromRecorded, type Recording } from "./recording.ts";
import { describeRequest, type HostSession } from "../session.ts";

/**
 * A session that answers from a recording. A request that was not recorded rejects: it is a mistake in the fixture, not
 * a fact about a node, and must not become evidence.
 */
export function replaySession(recording: Recording, name = "the recording"): HostSession {
  return {
    ask: async (request) => {
      const key = describeRequest(request);
      // Own properties only: a request described as "constructor" is not recorded either.
      const recorded = Object.hasOwn(recording, key) ? recording[key] : undefined;
      if (recorded === undefined) throw new Error(`${name} has no answer to: ${key}`);
      return fromRecorded(recorded);
    },
    failure: () => undefined,
    close: () => undefined,
  };
}
