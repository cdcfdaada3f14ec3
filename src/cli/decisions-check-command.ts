import { basename, resolve } from "node:path";
import { type ReleaseName, releases } from "../benchmark/kubernetes-stig/releases.ts";
import { releaseName } from "../benchmark/requirement.ts";
import { loadDecisions } from "../decisions/load.ts";
import { visible } from "../reports/visible-text.ts";
import { complaintsOf } from "../review/check/check.ts";
import type { Complaint } from "../review/check/complaint.ts";
import { readAssessment } from "../run-folder/read-run.ts";
import { exitCodes } from "./exit-codes.ts";
import { knownRules } from "./known-rules.ts";
import type { Terminal } from "./terminal.ts";

export type CheckFlags = { readonly run?: string; readonly release: ReleaseName };

/** Prints what is amiss with a decisions file; returns the exit status. */
export async function checkDecisions(file: string, { run, release }: CheckFlags, terminal: Terminal): Promise<number> {
  const path = resolve(terminal.workingDirectory, file);
  const { site } = await loadDecisions(path);
  const folder = run === undefined ? undefined : resolve(terminal.workingDirectory, run);
  const complaints = complaintsOf({
    site,
    today: terminal.now().toISOString().slice(0, 10),
    known: knownRules(releases[release]),
    chosen: releaseName(releases[release]),
    ...(folder !== undefined && { run: readAssessment(folder).assessment }),
  });
  const name = basename(path);
  for (const one of complaints) terminal.print(lineOf(one, name));
  if (complaints.length > 0) terminal.print("");
  terminal.print(countLine(complaints, site));
  return statusOf(complaints);
}

const lineOf = ({ kind, line, sentence }: Complaint, file: string): string =>
  visible(`${file}${line === undefined ? "" : `:${line}`}: ${kind}: ${sentence}`);

const count = (many: number, what: string): string => `${many} ${many === 1 ? what : `${what}s`}`;

function countLine(
  complaints: readonly Complaint[],
  {
    waivers = [],
    attestations = [],
  }: { readonly waivers?: readonly unknown[]; readonly attestations?: readonly unknown[] },
): string {
  const hints = complaints.filter(({ kind }) => kind === "hint").length;
  const looked = `${count(waivers.length, "waiver")} and ${count(attestations.length, "attestation")} looked at`;
  const amiss = complaints.length - hints === 0 ? "nothing amiss" : count(complaints.length - hints, "complaint");
  return `${looked}: ${amiss}${hints === 0 ? "" : `, ${count(hints, "hint")}`}`;
}

/** What has expired comes first, as in an audit; hints fail nothing. */
function statusOf(complaints: readonly Complaint[]): number {
  if (complaints.some(({ kind }) => kind === "expired")) return exitCodes.expired;
  return complaints.every(({ kind }) => kind === "hint") ? exitCodes.clean : exitCodes.open;
}
