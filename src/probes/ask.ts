import { type Answer, describeRequest, type HostSession, type Request } from "../connect/session.ts";
import { absent, type Observed, readAs, type Source, unknown } from "../evidence/observed.ts";
import { answeringMeant } from "./meant-paths.ts";

/** Asks a node one question and reads the answer; what cannot be read is `unparseable`, never a default. */
export type Ask = <T>(request: Request, parse: (payload: Buffer, source: Source) => T) => Promise<Observed<T>>;

/**
 * Questions to one host. Those asked in the same turn of the event loop travel together; one that was asked before is
 * answered as before, so that two facts never rest on two looks at the same file.
 */
export function asking(session: HostSession, host: string): Ask {
  const asked = new Map<string, Promise<Answer>>();
  const answerTo = answeringMeant(session);
  return async (request, parse) => {
    const source: Source = { host, request: describeRequest(request) };
    const answering = asked.get(source.request) ?? answerTo(request);
    asked.set(source.request, answering);
    const answer = await answering;
    if (answer.state === "absent") return absent(source);
    if (answer.state === "failed") return unknown(answer.cause, answer.message, source);
    return readAs(source, () => parse(answer.payload, source));
  };
}

/** Asks for what may be asked later: the answer is kept, and nobody looks at it now. */
export const askToKeep = (ask: Ask, ...requests: readonly Request[]): Promise<unknown> =>
  Promise.all(requests.map((request) => ask(request, () => undefined)));

// Making one takes longer than what it does to most answers.
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** File content as text; bytes that are no UTF-8 make it unparseable rather than something else than what is there. */
export const asText = (payload: Buffer): string => utf8.decode(payload);

/** A path that a request can carry: absolute, in one line, of characters that stand for its bytes. */
export const canAskFor = (path: string): boolean => path.startsWith("/") && !/[\n\r\0\ufffd]/.test(path);
