import { baseName } from "../../../evidence/base-name.ts";
import { flagReadings, readFlags } from "../../../evidence/go-flags.ts";
import { entriesSeen, type Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, condition, saying, unseenVerdict } from "../../define-rule.ts";
import { allComponents as components } from "../../fixes/change.ts";
import { isArgumentsFile, showFlags, unfilledFlag } from "../command-line/command-line.ts";
import { notRunning } from "../command-line/component-flag.ts";
import { flagsInFile } from "../command-line/flag-file.ts";
import { enablesGate } from "./feature-gates.ts";

type Calls = Observed<readonly Invocation[]>;

/** A gate on the command line of whatever container: as a flag's gate, or within a shell's script. */
function judgeContainer(gate: string, invocation: Invocation, without: string): Verdict {
  const name = baseName(invocation.argv[0] ?? "") || "a container without a command";
  // Only etcd reads -feature-gates with one dash; what else a static pod runs is read as etcd would, too.
  const readings = [...flagReadings(invocation), ...flagReadings(invocation, "go-flag")];
  const isFlag = readings.some((flags) => flags.position("feature-gates") !== undefined);
  const written = new RegExp(`\\b${gate}\\s*=\\s*(?!(0|[fF]|FALSE|[fF]alse)\\b)`);
  const inScript = !isFlag && invocation.argv.some((word) => written.test(word));
  const seen = showFlags(invocation, readFlags(invocation), ["feature-gates"], name);
  const place = invocation.source.pid === undefined ? "static pod manifest" : "running process";
  if (inScript || readings.some((flags) => enablesGate(flags, gate))) {
    return open(`${name}, ${place}: the feature gate ${gate} is set.`, seen);
  }
  const [unfilled] = invocation.source.pid === undefined ? readings.flatMap((flags) => unfilledFlag(flags) ?? []) : [];
  if (unfilled !== undefined)
    return notReviewed(`${name}, ${place}: the value of ${unfilled} is not in the manifest.`, seen);
  const unread = flagsInFile(name, invocation);
  if (unread !== undefined) return { ...unread, seen };
  const isComponent = components.some((component) => component === name);
  return notAFinding(without, isFlag || isComponent ? seen : []);
}

/** A pass in words, by what was seen: without static pods it rests on the processes alone. */
function noneSets(gate: string, manifests: Calls, processes: readonly Calls[]): string {
  if (entriesSeen(manifests).length > 0) return `No container of a static pod sets the feature gate ${gate}.`;
  const byFile = processes.some((calls) => entriesSeen(calls).some(isArgumentsFile));
  const how = byFile ? ", by the files of their arguments as they are now" : "";
  return `No control-plane process sets the feature gate ${gate}${how}.`;
}

/** No container of a static pod, and no control-plane process, sets a feature gate. */
export const withoutGateInStaticPods = (gate: string): Condition =>
  saying(
    `no static pod sets the feature gate ${gate}`,
    condition(
      [],
      (facts) => {
        const manifests = facts["static-pods"];
        const everything = [
          manifests,
          ...components.flatMap((name) => [facts[`manifest.${name}`], facts[`process.${name}`]]),
        ];
        const without = noneSets(
          gate,
          manifests,
          components.map((name) => facts[`process.${name}`]),
        );
        const verdicts = everything.flatMap((fact) =>
          fact.state === "present" ? fact.value.map((call) => judgeContainer(gate, call, without)) : [],
        );
        const apiServer = [facts["manifest.kube-apiserver"], facts["process.kube-apiserver"]];
        if (manifests.state === "unknown") verdicts.push(unseenVerdict(manifests));
        else if (apiServer.every(({ state }) => state !== "present")) {
          const unseen = apiServer.find(({ state }) => state === "unknown");
          verdicts.push(unseen?.state === "unknown" ? unseenVerdict(unseen) : notRunning("kube-apiserver"));
        }
        return worst(verdicts);
      },
      [
        "static-pods",
        ...components.map((name) => `manifest.${name}` as const),
        ...components.map((name) => `process.${name}` as const),
      ],
    ),
  );
