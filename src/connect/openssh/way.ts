import type { JumpHost } from "../../inventory/inventory.ts";
import { type ConnectFailure, connectFailure, unforeseenFailure } from "../connect-failure.ts";
import { knownHostsOf, loginName, onBehalfOfRun, type Seen, type Visit } from "../doors.ts";
import { onTheWay } from "../jump-failure.ts";
import { until } from "../limits.ts";
import type { LoginGoal } from "../login.ts";
import { patience } from "../slot.ts";
import type { Taken } from "./bastions.ts";
import { forwardTo } from "./channels.ts";
import { type Login, logIn } from "./login.ts";
import type { LoginAttempt } from "./login-failure.ts";
import type { OpensshRun } from "./openssh-run.ts";
import { refusedForward } from "./over-login.ts";
import type { OpensshTarget } from "./ssh-arguments.ts";
import { opensshEnvironment } from "./ssh-program.ts";
import { jumpTarget } from "./targets.ts";

/** Milliseconds in which a jump host's own words on a channel come after the end of what it carried. */
const lastWords = 2_000;

/** Logs in to the bastions on the way, nearest first, or takes logins that other hosts have there. */
export async function takeWay(visit: Visit, run: OpensshRun): Promise<readonly Taken[] | ConnectFailure> {
  const { host, options } = visit;
  const taken: Taken[] = [];
  for (const [index, jump] of host.ssh.jumps.entries()) {
    const way = taken.at(-1);
    const before = host.ssh.jumps.slice(0, index);
    const key = JSON.stringify([before, jump, host.ssh.knownHosts, options.agentSocket, options.fips === true]);
    const taking = run.bastions.take(key, () =>
      onBehalfOfRun(visit, (own) => openBastion(own, run, before, jump, way)).catch(unforeseenFailure),
    );
    const waited = until<Taken | ConnectFailure>(
      visit.limits,
      taking,
      ({ cause, message }) => connectFailure("tcp", cause, message),
      (late) => late.state === "open" && late.giveBack(),
    );
    const login = await visit.slot.lend(waited, patience.connect, visit.limits.hold);
    if (login.state === "failed") {
      leave(taken);
      return onTheWay(jump, login);
    }
    taken.push(login);
  }
  return taken;
}

/** Gives back the logins on a way, the farthest first. */
export function leave(way: readonly Taken[]): void {
  for (const { giveBack } of way.toReversed()) giveBack();
}

/** Logs in to a bastion, through the one before it where there is one. */
async function openBastion(
  visit: Visit,
  run: OpensshRun,
  before: readonly JumpHost[],
  jump: JumpHost,
  way: Taken | undefined,
): Promise<Login | ConnectFailure> {
  const through = { target: jumpTarget(visit, jump), way, by: "the jump host before it", goal: "login" } as const;
  return visit.options.run.strikes.logIn<Login>(
    loginName(before, jump, visit.options),
    visit.limits,
    async () => (await logInThrough(visit, run, through, {})) ?? noLogin,
  );
}

/** What does not happen: a login that was wanted comes about or fails. */
export const noLogin = connectFailure("authentication", "unsupported", "there is no login");

/** Which server is logged in to, through which bastion, if any; `by` is what sentences call that. */
type Through = {
  readonly target: OpensshTarget;
  readonly way: Taken | undefined;
  readonly by: string;
  readonly goal: LoginGoal;
};

/** Logs in to a server, through the bastion before it where there is one; undefined where only its key was wanted. */
export async function logInThrough(
  { host, options, limits, slot, deadline }: Visit,
  { program }: OpensshRun,
  { target, way, by, goal }: Through,
  seen: Seen,
): Promise<Login | ConnectFailure | undefined> {
  const { agentSocket, fips } = options;
  const knownHosts = knownHostsOf(host.ssh.knownHosts, options);
  const attempt: LoginAttempt = { target, knownHosts, agentSocket, fips: fips === true };
  const channel = way?.login.channels.expect(forwardTo(target.address, target.port));
  const login = await logIn(
    attempt,
    {
      program,
      environment: opensshEnvironment(agentSocket),
      goal,
      ...(way === undefined || channel === undefined ? {} : { way: { control: way.login.control, channel } }),
      stepDeadline: deadline,
      authenticationDeadline: options.deadlines.authentication,
      limits,
      slot,
    },
    seen,
  );
  if (channel === undefined || login?.state !== "failed" || login.stage !== "tcp") return login;
  const outcome = await Promise.race([channel, soon()]);
  return outcome?.state === "refused" ? refusedForward(outcome.said, by) : login;
}

const soon = (): Promise<undefined> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(undefined), lastWords).unref();
  });
