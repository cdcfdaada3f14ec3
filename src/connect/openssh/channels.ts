import { deferred } from "../limits.ts";
import { channelNews } from "./ssh-log.ts";

/** What became of a channel: the server's words where it refused one. */
export type ChannelOutcome =
  | { readonly state: "open" }
  | { readonly state: "refused"; readonly said: string }
  | { readonly state: "lost" };

/** The channels of one login, known by what it logs: who asked for one hears no more than that there is none. */
export type Channels = {
  /** What becomes of the next channel to there (`[address]:port` without brackets), or of the next session. */
  readonly expect: (to: string) => Promise<ChannelOutcome>;
  readonly readLine: (line: string) => void;
  /** The login has ended. */
  readonly lose: () => void;
};

/** What the next session is expected as; no address is called so. */
export const session = "session";

/** Where a TCP connection leads, as the log says it. */
export const forwardTo = (address: string, port: number): string => `${address}:${port}`;

type Expected = { readonly to: string; readonly resolve: (outcome: ChannelOutcome) => void };

/** Follows the channels of a login. Lines come in order, so what is asked for first there is answered first here. */
export function followChannels(): Channels {
  const expected: Expected[] = [];
  const byNumber = new Map<string, Expected>();
  let asked = session;
  let lost = false;
  const assign = (channel: string, to: string): void => {
    const index = expected.findIndex((candidate) => candidate.to === to);
    const [found] = index < 0 ? [] : expected.splice(index, 1);
    if (found !== undefined) byNumber.set(channel, found);
  };
  const settle = (channel: string, outcome: ChannelOutcome): void => {
    byNumber.get(channel)?.resolve(outcome);
    byNumber.delete(channel);
  };
  return {
    expect(to) {
      const { promise, resolve } = deferred<ChannelOutcome>();
      if (lost) resolve({ state: "lost" });
      else expected.push({ to, resolve });
      return promise;
    },
    readLine(line) {
      const news = channelNews(line);
      if (news?.kind === "forward") asked = news.to;
      else if (news?.kind === "new") assign(news.channel, news.carries === "session" ? session : asked);
      else if (news?.kind === "open") settle(news.channel, { state: "open" });
      else if (news?.kind === "refused") settle(news.channel, { state: "refused", said: news.said });
    },
    lose() {
      lost = true;
      for (const { resolve } of [...expected.splice(0), ...byNumber.values()]) resolve({ state: "lost" });
      byNumber.clear();
    },
  };
}
