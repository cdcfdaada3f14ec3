import { type Agent, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { seconds, whyEnded } from "../limits.ts";
import type { FailureCause } from "../session.ts";
import { exchangeFailure } from "./exchange-failure.ts";
import { bodyReader, type ResponseBody } from "./response-body.ts";

/** One request. */
export type Message = {
  readonly method: "GET" | "POST";
  readonly url: URL;
  /** The media types that are understood. */
  readonly accept: string;
  readonly body?: string;
  /** Milliseconds for the answer of a message that is sent only once, whatever comes of it. */
  readonly onceWithin?: number;
  /** What is kept of each item of a list in its place; all of it unless given. */
  readonly keep?: (item: unknown) => unknown;
};

/** What a request travels by. */
export type Line = {
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  /** `host:port` of the proxy in between. */
  readonly proxy?: string;
};

/** When a request ends without a whole answer. */
export type ExchangeLimits = {
  /** Milliseconds for the whole answer. */
  readonly deadline: number;
  /** Ends the request at once. */
  readonly signal: AbortSignal;
  /** The largest answer that is read, in bytes. */
  readonly largest: number;
};

/** A whole HTTP response. */
export type Response = {
  readonly kind: "response";
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string;
  readonly body: ResponseBody;
};

/** No whole response, and why. `lost`: the connection broke or was refused, which may be otherwise in a moment. */
export type NoResponse = {
  readonly kind: "none";
  readonly cause: FailureCause;
  readonly message: string;
  readonly lost: boolean;
};

/** What came of one request. */
export type Outcome = Response | NoResponse;

/** Sends one request and reads its answer to the end. Never rejects; redirects are answers like others. */
export function exchange(message: Message, line: Line, limits: ExchangeLimits): Promise<Outcome> {
  const { deadline, largest } = limits;
  const timer = AbortSignal.timeout(deadline);
  const signal = AbortSignal.any([timer, limits.signal]);
  return new Promise((resolve) => {
    const fail = (error: unknown): void => resolve(failed(error));
    const failed = (error: unknown): NoResponse => {
      if (limits.signal.aborted) return ended("interrupted", whyEnded(limits.signal));
      if (timer.aborted) return ended("timed-out", `no whole answer within ${seconds(deadline)}`);
      return exchangeFailure(error, line.proxy);
    };
    const headers = { ...line.headers, accept: message.accept, ...bodyHeaders(message.body) };
    const request = message.url.protocol === "http:" ? plainRequest : tlsRequest;
    const sent = request(message.url, { agent: line.agent, method: message.method, headers, signal }, (response) => {
      const contentType = response.headers["content-type"] ?? "";
      const body = bodyReader(contentType, message.keep ?? ((item) => item));
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= largest) return body.push(chunk);
        resolve(ended("withheld", `the answer is larger than ${Math.round(largest / 1024 / 1024)} MiB`));
        response.destroy();
      });
      response.on("error", fail);
      response.on("end", () =>
        resolve({
          kind: "response",
          status: response.statusCode ?? 0,
          contentType,
          retryAfter: response.headers["retry-after"] ?? "",
          body: body.end(),
        }),
      );
    });
    sent.on("error", fail);
    sent.end(message.body);
  });
}

const ended = (cause: FailureCause, message: string): NoResponse => ({ kind: "none", cause, message, lost: false });

const bodyHeaders = (body: string | undefined) => (body === undefined ? {} : { "content-type": "application/json" });
