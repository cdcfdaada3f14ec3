import type { Answer, FailureCause } from "../session.ts";

/** An answer as recordings keep it: text where the bytes are UTF-8, base64 where not. */
export type RecordedAnswer =
  | { readonly state: "ok"; readonly text: string }
  | { readonly state: "ok"; readonly base64: string }
  | { readonly state: "absent" }
  | { readonly state: "failed"; readonly cause: FailureCause; readonly message: string };

/** What one node answered, keyed by `describeRequest`. */
export type Recording = Readonly<Record<string, RecordedAnswer>>;

/** The answer as a recording keeps it; nothing is lost. */
export function toRecorded(answer: Answer): RecordedAnswer {
  if (answer.state !== "answered") return answer;
  const text = answer.payload.toString("utf8");
  // Bytes that are no UTF-8 come back as U+FFFD and would not survive the way to text and back.
  if (Buffer.from(text, "utf8").equals(answer.payload)) return { state: "ok", text };
  return { state: "ok", base64: answer.payload.toString("base64") };
}

/** The answer that was recorded. */
export function fromRecorded(recorded: RecordedAnswer): Answer {
  if (recorded.state !== "ok") return recorded;
  const payload = "text" in recorded ? Buffer.from(recorded.text, "utf8") : Buffer.from(recorded.base64, "base64");
  return { state: "answered", payload };
}
