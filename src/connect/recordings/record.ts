import { type RecordedAnswer, toRecorded } from "./recording.ts";
import { describeRequest, type HostSession } from "../session.ts";

/** Passes every question on and hands each answer to `sink` as a recording keeps it, under `describeRequest`'s key. */
export function recordingSession(
  session: HostSession,
  sink: (key: string, answer: RecordedAnswer) => void,
): HostSession {
  return {
    ask: async (request) => {
      const answer = await session.ask(request);
      sink(describeRequest(request), toRecorded(answer));
      return answer;
    },
    failure: () => session.failure(),
    close: () => session.close(),
  };
}
