import { type Limits, seconds } from "../limits.ts";
import type { Answer, Failed, FailureCause, HostSession, Request } from "../session.ts";
import { encodeRequest, endOfRound } from "./frames.ts";
import type { ReaderEvent, StartedReader } from "./start-reader.ts";

type Waiting = { readonly request: Request; readonly answer: (answer: Answer) => void };

/** The state of one session. `asked` are on the node, by number; `queued` leave with the next write. */
type Conversation = {
  readonly reader: StartedReader;
  readonly requestDeadline: number;
  readonly asked: Map<number, Waiting>;
  queued: Waiting[];
  lastId: number;
  clock: NodeJS.Timeout | undefined;
  over: Failed | undefined;
  readonly done: () => void;
};

/**
 * A session over a reader that has said hello. Requests asked in the same turn of the event loop travel in one write, as
 * a round, which the reader answers at once. The deadline (milliseconds) is that of a round; one that passes ends the
 * session, for whatever comes later comes too late for all. `ask` never rejects.
 */
export function readerSession(reader: StartedReader, requestDeadline: number, limits: Limits): HostSession {
  let forget = (): void => undefined;
  const done = (): void => {
    forget();
    limits.release();
    reader.channel.close();
  };
  const conversation: Conversation = {
    reader,
    requestDeadline,
    asked: new Map(),
    queued: [],
    lastId: 0,
    clock: undefined,
    over: undefined,
    done,
  };
  forget = limits.onCut((cut) => finish(conversation, cut.cause, cut.message));
  reader.onEvent((event) => takeEvent(conversation, event));
  return {
    ask: (request) => new Promise((answer) => enqueue(conversation, { request, answer })),
    failure: () => conversation.over,
    close: () => finish(conversation, "interrupted", "the session was closed"),
  };
}

function enqueue(conversation: Conversation, waiting: Waiting): void {
  if (conversation.over !== undefined) {
    waiting.answer(conversation.over);
    return;
  }
  conversation.queued.push(waiting);
  // An immediate runs after all promises of this turn: what they ask joins the batch.
  if (conversation.queued.length === 1) setImmediate(() => send(conversation));
}

function send(conversation: Conversation): void {
  const batch = conversation.queued;
  conversation.queued = [];
  let text = "";
  for (const waiting of batch) {
    const line = encodeRequest(conversation.lastId + 1, waiting.request);
    if (line === undefined) {
      waiting.answer({
        state: "failed",
        cause: "unsupported",
        message: "a name with a line break cannot be asked for",
      });
    } else {
      conversation.lastId += 1;
      conversation.asked.set(conversation.lastId, waiting);
      text += line;
    }
  }
  if (text === "") return;
  if (conversation.clock === undefined) startClock(conversation);
  conversation.reader.channel.write(text + endOfRound);
}

function startClock(conversation: Conversation): void {
  const { requestDeadline } = conversation;
  conversation.clock = setTimeout(() => {
    finish(conversation, "timed-out", `no answer within ${seconds(requestDeadline)}`);
  }, requestDeadline);
}

function takeEvent(conversation: Conversation, event: ReaderEvent): void {
  if (event.kind === "failure") finish(conversation, event.cause, event.message);
  else if (event.kind === "end") {
    finish(conversation, "truncated", conversation.reader.channel.whyEnded?.() ?? "the connection was lost");
  } else if (event.kind === "answer") takeAnswer(conversation, event.id, event.answer);
}

function takeAnswer(conversation: Conversation, id: number, answer: Answer): void {
  const waiting = conversation.asked.get(id);
  if (waiting === undefined) {
    finish(conversation, "unparseable", "the reader answered what it was not asked");
    return;
  }
  conversation.asked.delete(id);
  if (conversation.asked.size > 0) conversation.clock?.refresh();
  else {
    clearTimeout(conversation.clock);
    conversation.clock = undefined;
  }
  waiting.answer(answer);
}

function finish(conversation: Conversation, cause: FailureCause, message: string): void {
  if (conversation.over !== undefined) return;
  const failed: Failed = { state: "failed", cause, message };
  conversation.over = failed;
  clearTimeout(conversation.clock);
  const open = [...conversation.asked.values(), ...conversation.queued];
  conversation.queued = [];
  conversation.asked.clear();
  for (const waiting of open) waiting.answer(failed);
  conversation.done();
}
