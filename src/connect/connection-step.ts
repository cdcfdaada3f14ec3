import { type ConnectFailure, connectFailure } from "./connect-failure.ts";
import { type Limits, within } from "./limits.ts";
import type { TransportStage } from "./session.ts";

/**
 * One step of a connection that stands. It ends with a failure where time is over, or where the connection is lost
 * already, for the client throws then. `close` is what becomes of the connection where a step is cut short.
 */
export const openStep =
  (close: () => void) =>
  <Result>(
    limits: Limits,
    deadline: number,
    stage: TransportStage,
    words: string,
    action: (end: (result: Result | ConnectFailure) => boolean) => unknown,
  ): Promise<Result | ConnectFailure> =>
    within<Result | ConnectFailure>(
      limits,
      deadline,
      (end) => {
        try {
          action(end);
        } catch {
          end(connectFailure(stage, "unreachable", "the connection was lost", true));
        }
        return close;
      },
      (cut) => connectFailure(stage, cut.cause, `${words}: ${cut.message}`),
    );
