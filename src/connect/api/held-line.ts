import { apiAgent } from "./agent.ts";
import type { Line } from "./exchange.ts";
import { KubeconfigError } from "./kubeconfig-error.ts";
import type { ApiTarget, Credentials } from "./target.ts";

/** The line to an API server with the credentials of the moment. */
export type HeldLine = {
  readonly line: () => Line;
  /** Credentials that stop to count within a minute. */
  readonly isEnding: (now: Date) => boolean;
  /** @throws KubeconfigError where there are none to be had. */
  readonly renew: () => Promise<void>;
  readonly drop: () => void;
};

const margin = 60_000;

/**
 * Obtains credentials and makes a line of them.
 * @throws KubeconfigError where they cannot be had or used.
 */
export async function holdLine(target: ApiTarget, limits: Parameters<typeof apiAgent>[2]): Promise<HeldLine> {
  const obtain = async (): Promise<{ readonly credentials: Credentials; readonly line: Line }> => {
    const credentials = await target.credentials.obtain();
    return { credentials, line: lineBy(target, credentials, limits) };
  };
  let held = await obtain();
  return {
    line: () => held.line,
    isEnding: (now) => (held.credentials.expires ?? Number.POSITIVE_INFINITY) - margin < now.getTime(),
    async renew() {
      const next = await obtain();
      held.line.agent.destroy();
      held = next;
    },
    drop: () => held.line.agent.destroy(),
  };
}

function lineBy(target: ApiTarget, credentials: Credentials, limits: Parameters<typeof apiAgent>[2]): Line {
  // Node would refuse them with a sentence that names no file.
  if (!Object.values(credentials.headers).every((value) => /^[\x20-\x7e]+$/.test(value))) {
    throw new KubeconfigError(`${target.origin}: the token or user holds characters that no HTTP header can carry`);
  }
  return {
    agent: apiAgent(target, credentials, limits),
    headers: credentials.headers,
    ...(target.proxy === undefined ? {} : { proxy: target.proxy.host }),
  };
}
