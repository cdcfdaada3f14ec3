import type { JumpHost } from "../../inventory/inventory.ts";
import { offeredAlgorithms } from "../algorithms.ts";
import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import { type ConnectOptions, type Seen, stepDeadline, type Visit } from "../doors.ts";
import { hostKeyAlgorithms, type KnownHostsFile } from "../host-key.ts";
import type { Knock } from "../knock.ts";
import { startLimits } from "../limits.ts";
import type { OpenHost } from "../reach-host.ts";
import type { Taken } from "./bastions.ts";
import { forwardTo } from "./channels.ts";
import { type Login, type LoginCourse, logIn } from "./login.ts";
import type { LoginAttempt } from "./login-failure.ts";
import type { OpensshRun } from "./openssh-run.ts";
import { overLogin, refusedForward } from "./over-login.ts";
import type { OpensshTarget } from "./ssh-arguments.ts";
import { opensshEnvironment } from "./ssh-program.ts";

/** Milliseconds in which a jump host's own words on a channel come after the end of what it carried. */
const lastWords = 2_000;

/** Logs in to a host over SSH with the `ssh` of this machine. */
export const openOpenssh: OpenHost = async (visit, seen) => {
  const come = await comeTo(visit, seen, "login");
  if (come.state === "failed") return come;
  const { login, program, leaveWay } = come;
  if (login === undefined) return connectFailure("authentication", "unsupported", "there is no login");
  login.onEnd(leaveWay);
  return overLogin(login, program, login.close);
};

/** Tries a host's port and its host key with `ssh`, without logging in there. Never rejects. */
export async function knockOpenssh(host: Visit["host"], options: ConnectOptions): Promise<Knock> {
  const limits = startLimits(options.deadlines.host, options.signal);
  const seen: Seen = {};
  try {
    const come = await comeTo({ host, options, limits, deadline: stepDeadline(host, options) }, seen, "host-key");
    if (come.state === "failed") return { ...seen, failure: come };
    come.leaveWay();
    return seen;
  } catch (error) {
    return { ...seen, failure: connectFailure("tcp", "unsupported", `connecting failed: ${String(error)}`) };
  } finally {
    limits.release();
  }
}

type Come = {
  readonly state: "come";
  readonly login: Login | undefined;
  readonly program: Pick<LoginCourse, "program" | "environment">;
  readonly leaveWay: () => void;
};

async function comeTo(visit: Visit, seen: Seen, goal: LoginCourse["goal"]): Promise<Come | ConnectFailure> {
  const { options } = visit;
  const run = options.openssh;
  if (run === undefined) return connectFailure("dns", "unsupported", "no ssh was looked for on this machine");
  if (
    [visit.host.ssh, ...visit.host.ssh.jumps].some((server) => isKeyless(server) && options.agentSocket === undefined)
  ) {
    return connectFailure("dns", "auth-failed", "no identity file is named and no agent runs");
  }
  const taken = await takeWay(visit, run);
  if ("state" in taken) return taken;
  const leaveWay = (): void => {
    for (const { giveBack } of [...taken].reverse()) giveBack();
  };
  const login = await logInThrough(visit, run, hostTarget(visit), taken.at(-1), "the jump host", seen, goal);
  if (login?.state === "failed") {
    leaveWay();
    return login;
  }
  const environment = opensshEnvironment(options.agentSocket);
  return { state: "come", login, program: { program: run.program, environment }, leaveWay };
}

/** A configuration may name other credentials. */
const isKeyless = ({ identityFile, config }: { readonly identityFile?: string; readonly config?: string }): boolean =>
  identityFile === undefined && config === undefined;

/** Logs in to the bastions on the way, nearest first, or takes logins that other hosts have there. */
async function takeWay(visit: Visit, run: OpensshRun): Promise<readonly Taken[] | ConnectFailure> {
  const { host, options } = visit;
  const taken: Taken[] = [];
  for (const [index, jump] of host.ssh.jumps.entries()) {
    const way = taken.at(-1);
    const key = JSON.stringify([host.ssh.jumps.slice(0, index + 1), host.ssh.knownHosts, options.fips === true]);
    const login = await run.bastions.take(key, async () => {
      const opened = await logInThrough(
        visit,
        run,
        jumpTarget(visit, jump),
        way,
        "the jump host before it",
        {},
        "login",
      );
      return opened ?? connectFailure("tcp", "unsupported", "there is no login");
    });
    if (login.state === "failed") {
      for (const { giveBack } of taken.reverse()) giveBack();
      return onTheWay(jump, login);
    }
    taken.push(login);
  }
  return taken;
}

/**
 * A failure of the jump host says nothing of the host behind it: a refused connection there must not pass for a host
 * without sshd.
 */
function onTheWay({ address, port }: JumpHost, failure: ConnectFailure): ConnectFailure {
  const cause = failure.cause === "refused" ? "unreachable" : failure.cause;
  return connectFailure("tcp", cause, `the jump host ${address}:${port} failed: ${failure.message}`, failure.passing);
}

async function logInThrough(
  { host, options, limits, deadline }: Visit,
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

const knownHostsOf = (path: string, { knownHosts }: ConnectOptions): KnownHostsFile =>
  knownHosts.get(path) ?? { state: "unreadable", path, message: "it was not read" };

function hostTarget({ host, options, deadline }: Visit): OpensshTarget {
  const { address, name, ssh } = host;
  const { config, certificateFile, strictHostKeyChecking } = ssh;
  return {
    ...commonTarget({ ...ssh, address }, ssh.knownHosts, options, deadline),
    strictHostKeyChecking,
    ...(certificateFile === undefined ? {} : { certificateFile }),
    ...(config === undefined ? {} : { config: { file: config, name } }),
  };
}

/** Nobody would read in a report that a bastion's key was believed unseen: it must be known. */
const jumpTarget = ({ host, options, deadline }: Visit, jump: JumpHost): OpensshTarget => ({
  ...commonTarget(jump, host.ssh.knownHosts, options, deadline),
  strictHostKeyChecking: "yes",
});

type Server = Pick<JumpHost, "address" | "port" | "user" | "identityFile" | "hostKeyAlias">;

function commonTarget(
  { address, port, user, identityFile, hostKeyAlias }: Server,
  knownHosts: string,
  options: ConnectOptions,
  deadline: number,
): Omit<OpensshTarget, "strictHostKeyChecking"> {
  return {
    address,
    port,
    user,
    knownHosts,
    connectTimeout: Math.max(1, Math.ceil(deadline / 1000)),
    ...(identityFile === undefined ? {} : { identityFile }),
    ...(hostKeyAlias === undefined ? {} : { hostKeyAlias }),
    ...(options.fips === true ? { algorithms: fipsOffer(knownHostsOf(knownHosts, options), address, port) } : {}),
  };
}

/** `ssh` asks for host keys in the order of an exact list, so what is known of the host comes first in it. */
function fipsOffer(file: KnownHostsFile, address: string, port: number) {
  const offered = offeredAlgorithms(true);
  return { ...offered, serverHostKey: hostKeyAlgorithms(file, address, port, offered.serverHostKey) };
}
