import type { Host } from "../../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import { type ConnectOptions, loginName, nameInKnownHosts, ownDoor, type Seen, type Visit } from "../doors.ts";
import { type Knock, knock } from "../knock.ts";
import { nameOf } from "../known-hosts/known-hosts.ts";
import type { LoginGoal, SshConnection } from "../login.ts";
import type { OpenHost } from "../reach-host.ts";
import type { Login, LoginCourse } from "./login.ts";
import { overLogin } from "./over-login.ts";
import { opensshEnvironment } from "./ssh-program.ts";
import { hostTarget } from "./targets.ts";
import { leave, logInThrough, noLogin, takeWay } from "./way.ts";

/** Logs in to a host over SSH with the `ssh` of this machine. */
export const openOpenssh: OpenHost = (visit, seen) => {
  const { host, options, limits } = visit;
  const name = loginName(host.ssh.jumps, ownDoor(host), options);
  return options.run.strikes.logIn(name, limits, () => openOnce(visit, seen));
};

async function openOnce(visit: Visit, seen: Seen): Promise<SshConnection | ConnectFailure> {
  const come = await comeTo(visit, seen, "login");
  noteBelieved(visit, seen);
  if (come.state === "failed") return come;
  const { login, program, leaveWay } = come;
  if (login === undefined) return noLogin;
  login.onEnd(leaveWay);
  return overLogin(login, program, login.close);
}

/** `ssh` has written the key down by itself. */
function noteBelieved({ host, options }: Visit, { hostKey, hostKeyTrust }: Seen): void {
  if (hostKey === undefined || hostKeyTrust !== "accepted-new") return;
  const { address, port } = nameInKnownHosts(ownDoor(host));
  options.noteBelieved?.({ file: host.ssh.knownHosts, name: nameOf(address, port), fingerprint: hostKey });
}

/** Tries a host's port and its host key with `ssh`, without logging in there. Never rejects. */
export const knockOpenssh = (host: Host, options: ConnectOptions): Promise<Knock> =>
  knock(host, options, async (visit, seen) => {
    const come = await comeTo(visit, seen, "host-key");
    noteBelieved(visit, seen);
    if (come.state === "failed") return come;
    come.leaveWay();
    return undefined;
  });

type Come = {
  readonly state: "come";
  readonly login: Login | undefined;
  readonly program: Pick<LoginCourse, "program" | "environment">;
  readonly leaveWay: () => void;
};

async function comeTo(visit: Visit, seen: Seen, goal: LoginGoal): Promise<Come | ConnectFailure> {
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
  const leaveWay = (): void => leave(taken);
  const through = { target: hostTarget(visit), way: taken.at(-1), by: "the jump host", goal };
  const login = await logInThrough(visit, run, through, seen);
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
