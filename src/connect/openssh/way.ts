import type { JumpHost } from "../../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import { knownHostsOf, loginName, type Seen, type Visit } from "../doors.ts";
import { onTheWay } from "../jump-failure.ts";
import { startLimits, until } from "../limits.ts";
import { keptSlot, patience } from "../slot.ts";
import type { Taken } from "./bastions.ts";
import { forwardTo } from "./channels.ts";
import { type Login, type LoginCourse, logIn } from "./login.ts";
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
    const taking = run.bastions.take(key, () => openBastion(visit, run, before, jump, way));
    const waited = until<Taken | ConnectFailure>(
      visit.limits,
      taking,
      ({ cause, message }) => connectFailure("tcp", cause, message),
      (late) => late.state === "open" && late.giveBack(),
    );
    const login = await visit.slot.lend(waited, patience.connect, visit.limits.hold);
    if (login.state === "failed") {
      for (const { giveBack } of taken.reverse()) giveBack();
      return onTheWay(jump, login);
    }
    taken.push(login);
  }
  return taken;
}

/** Logs in to a bastion on behalf of the run: a host that is cut short ends its own waiting, and nothing more. */
async function openBastion(
  visit: Visit,
  run: OpensshRun,
  before: readonly JumpHost[],
  jump: JumpHost,
  way: Taken | undefined,
): Promise<Login | ConnectFailure> {
  const { deadlines, run: logins } = visit.options;
  const limits = startLimits(deadlines.host, logins.signal);
  const target = jumpTarget(visit, jump);
  try {
    return await logins.strikes.logIn<Login>(loginName(before, jump, visit.options), limits, async () => {
      const login = await logInThrough(
        { ...visit, limits, slot: keptSlot },
        run,
        target,
        way,
        "the jump host before it",
        {},
        "login",
      );
      return login ?? connectFailure("tcp", "unsupported", "there is no login");
    });
  } catch (error) {
    return connectFailure("tcp", "unsupported", `connecting failed: ${String(error)}`);
  } finally {
    limits.release();
  }
}

/** Logs in to a server, through the bastion before it where there is one; `by` is what sentences call that. */
export async function logInThrough(
  { host, options, limits, slot, deadline }: Visit,
  { program }: OpensshRun,
  target: OpensshTarget,
  way: Taken | undefined,
  by: string,
  seen: Seen,
  goal: LoginCourse["goal"],
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
