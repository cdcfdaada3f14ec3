import type { ApiNode } from "../../../evidence/cluster.ts";
import type { Observed, Present, Source } from "../../../evidence/observed.ts";
import type { SshDaemons, SshTransport } from "../../../evidence/ssh.ts";
import { type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, condition, unseenVerdict } from "../../define-rule.ts";
import { bySiteOption } from "../site-option.ts";
import { type AttemptReading, judgeAnswer, judgeAttempt, type Reading } from "./ssh-attempt.ts";
import { besideListeners } from "./ssh-listener.ts";
import { enablement, judgeDaemons, judgeGenerated, judgeStarter, judgeUnits } from "./unit-state.ts";

const sshFacts = ["ssh.transport", "host.sshd", "node.api"] as const;
type SshFacts = {
  readonly "ssh.transport": Observed<SshTransport>;
  readonly "host.sshd": Observed<SshDaemons>;
  readonly "node.api": Observed<ApiNode>;
};

/** What the node itself shows; where it could not be read, how the attempt to reach it ended. */
function judgeHost(facts: SshFacts, how: AttemptReading, judge: (daemons: Present<SshDaemons>) => Verdict): Verdict {
  const daemons = facts["host.sshd"];
  if (daemons.state === "present") return judge(daemons);
  const attempt = facts["ssh.transport"];
  const isReached = attempt.state === "present" && attempt.value.outcome === "connected";
  return isReached && daemons.state === "unknown"
    ? unseenVerdict(daemons)
    : judgeAttempt(attempt, facts["node.api"], how);
}

/** The texts name sshd's own units: what systemd makes besides counts for what they are after. */
const withGenerated = (reading: Reading, { units }: SshDaemons, source: Source, verdict: Verdict): Verdict =>
  reading === "literal" ? verdict : worst([verdict, judgeGenerated(units, source)]);

/** The condition that no SSH server runs. An answer to the audit's own attempt outweighs what systemd says. */
export const noSshServerRuns = (reading: Reading): Condition =>
  bySiteOption("sshUnreachableIsNotAFinding", (timeoutCounts) =>
    condition(
      [],
      (facts) => {
        const host = judgeHost(facts, { reading, timeoutCounts }, ({ value, source }) =>
          withGenerated(reading, value, source, besideListeners(judgeDaemons(value, source), facts["host.listeners"])),
        );
        const answer = judgeAnswer(facts["ssh.transport"]);
        return answer === undefined ? host : worst([answer, host]);
      },
      [...sshFacts, "host.listeners"] as const,
    ),
  );

/** The condition that no SSH server starts at boot. That one runs does not prove that it is enabled. */
export const noSshServerStartsAtBoot = (reading: Reading): Condition =>
  condition(
    [],
    (facts) =>
      // A time-out says nothing of what is enabled, whatever the site takes it for in V-242393.
      judgeHost(facts, { reading, timeoutCounts: false }, ({ value, source }) => {
        const units = judgeUnits(value.units, source, enablement);
        if (reading === "literal") return units;
        const others = judgeStarter(value, source, facts["host.listeners"]);
        return withGenerated(reading, value, source, worst([units, others]));
      }),
    [...sshFacts, "host.listeners"] as const,
  );
