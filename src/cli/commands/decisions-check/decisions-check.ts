import { basename, resolve } from "node:path";
import { type ReleaseName, releases } from "../../../benchmark/kubernetes-stig/releases.ts";
import { releaseName } from "../../../benchmark/requirement.ts";
import { loadDecisions } from "../../../decisions/load.ts";
import { visible } from "../../../reports/visible-text.ts";
import { complaintsOf } from "../../../review/check/check.ts";
import type { Complaint } from "../../../review/check/complaint.ts";
import { readAssessment } from "../../../run-folder/read-run.ts";
import { exitCodes } from "../../exit-codes.ts";
import { type JsonFlag, jsonOf, printResult, textOf } from "../../results/result.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { knownRules } from "./known-rules.ts";

/** The options of `plimsoll decisions check`. */
export type DecisionsCheckFlags = JsonFlag & { readonly run?: string; readonly release: ReleaseName };

/** Prints what is amiss with a decisions file; returns the exit status. */
export async function checkDecisions(file: string, flags: DecisionsCheckFlags, terminal: Terminal): Promise<number> {
  const { run, release } = flags;
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
  const { waivers = [], attestations = [] } = site;
  const looked: Looked = { waivers: waivers.length, attestations: attestations.length, complaints };
  const lines = [
    ...complaints.map((one) => lineOf(one, name)),
    ...(complaints.length > 0 ? [""] : []),
    countLine(looked),
  ];
  printResult(flags, { text: () => textOf(lines), json: () => jsonOf({ file: path, ...looked }) }, terminal);
  return statusOf(complaints);
}

const lineOf = ({ kind, line, sentence }: Complaint, file: string): string =>
  visible(`${file}${line === undefined ? "" : `:${line}`}: ${kind}: ${sentence}`);

const count = (many: number, what: string): string => `${many} ${many === 1 ? what : `${what}s`}`;

/** How many decisions there are, and what is amiss with them. */
type Looked = {
  readonly waivers: number;
  readonly attestations: number;
  readonly complaints: readonly Complaint[];
};

function countLine({ waivers, attestations, complaints }: Looked): string {
  const hints = complaints.filter(({ kind }) => kind === "hint").length;
  const looked = `${count(waivers, "waiver")} and ${count(attestations, "attestation")} looked at`;
  const amiss = complaints.length - hints === 0 ? "nothing amiss" : count(complaints.length - hints, "complaint");
  return `${looked}: ${amiss}${hints === 0 ? "" : `, ${count(hints, "hint")}`}`;
}

/** What has expired comes first, as in an audit; hints fail nothing. */
function statusOf(complaints: readonly Complaint[]): number {
  if (complaints.some(({ kind }) => kind === "expired")) return exitCodes.expired;
  return complaints.every(({ kind }) => kind === "hint") ? exitCodes.clean : exitCodes.open;
}
