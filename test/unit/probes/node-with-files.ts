import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Answer, describeRequest, type HostSession } from "../../../src/connect/session.ts";
import type { LogDestination, LogForwarding } from "../../../src/evidence/log-forwarding.ts";
import { type Observed, present } from "../../../src/evidence/observed.ts";
import type { HostProcess } from "../../../src/evidence/processes.ts";
import { asking } from "../../../src/probes/ask.ts";
import { source, sshDaemon } from "../../support/facts.ts";
import { askReader } from "../connect/ask-reader.ts";

export type Files = Readonly<Record<string, string>>;

const listing = (files: Files, directory: string): Answer => {
  const names = Object.keys(files).filter((path) => path.startsWith(`${directory}/`));
  if (names.length === 0) return { state: "absent" };
  const lines = [`e|41ed|0|0|root|root|${directory}/`, ...names.map((path) => `e|81a4|0|0|root|root|${path}/`), ""];
  return { state: "answered", payload: Buffer.from(lines.join("\n")) };
};

/** A node with these files, of which the reader itself shows what it shows. */
export function nodeWith(files: Files, failing: Readonly<Record<string, Answer>> = {}) {
  const session: HostSession = {
    ask: async (request) => {
      const failed = failing[describeRequest(request)];
      if (failed !== undefined) return failed;
      if (request.verb === "list") return listing(files, request.argument);
      const text = files[request.argument];
      if (text === undefined) return { state: "absent" };
      // Which of its two filters the reader takes goes by the name.
      const name = request.argument.includes("journal-upload") ? "journal-upload.conf" : "rsyslog.conf";
      const folder = mkdtempSync(join(tmpdir(), "plimsoll-rsyslog-"));
      const named = join(folder, name);
      writeFileSync(named, text);
      const { answers } = await askReader(["/bin/sh", "-s"], [{ verb: "forwarding", argument: named }]);
      rmSync(folder, { recursive: true });
      return answers[0] ?? { state: "absent" };
    },
    failure: () => undefined,
    close: () => undefined,
  };
  return asking(session, "n1");
}

export const none = Promise.resolve(present<readonly HostProcess[]>([], source));
export const running = (exe: string, ...more: readonly string[]): Promise<Observed<readonly HostProcess[]>> =>
  Promise.resolve(present([sshDaemon({ exe, argv: [exe, ...more] })], source));

export const seenBy = (seen: Observed<LogForwarding>): LogForwarding => {
  if (seen.state !== "present") throw new Error(JSON.stringify(seen));
  return seen.value;
};

/** A destination in one line. */
export const inShort = ({ by, target, protocol, protection, messages, after, line }: LogDestination): string =>
  `${line}: ${messages} to ${target} by ${by} ${protocol} ${protection}${after === undefined ? "" : ` after ${after}`}`;
