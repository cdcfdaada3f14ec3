import { fromRecorded, type Recording } from "../../../src/connect/recordings/recording.ts";
import { describeRequest, type HostSession } from "../../../src/connect/session.ts";
import { knownServices } from "../../../src/evidence/known-services.ts";
import { present } from "../../../src/evidence/observed.ts";
import type { HostProcess } from "../../../src/evidence/processes.ts";
import { asking } from "../../../src/probes/ask.ts";
import { probeHostState } from "../../../src/probes/node/host-state.ts";
import { source } from "../../support/facts.ts";
import { gone, ok } from "./recorded-answers.ts";

export type Answers = Recording;

export const unitNames = Object.keys(knownServices);
export const units = (running: Readonly<Record<string, number>>): Answers => ({
  [`unit ${unitNames.join(" ")}`]: ok(
    unitNames
      .map((id) =>
        id in running
          ? `Id=${id}\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\nMainPID=${running[id]}\n`
          : `Id=${id}\nLoadState=not-found\nActiveState=inactive\nUnitFileState=\n`,
      )
      .join("\n"),
  ),
});

/** A node that answers as given; what is not given is not there. */
export const asked = (answers: Answers) => {
  const all = { ...units({}), ...answers };
  const session: HostSession = {
    ask: async (request) => fromRecorded(all[describeRequest(request)] ?? gone),
    failure: () => undefined,
    close: () => undefined,
  };
  return asking(session, "n1");
};
export const probe = (answers: Answers, processes: readonly HostProcess[] = []) =>
  probeHostState(asked(answers), Promise.resolve(present(processes, source)));
