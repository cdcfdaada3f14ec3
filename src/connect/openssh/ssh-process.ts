import { type ChildProcess, spawn } from "node:child_process";
import { signalGroup } from "../../process-group.ts";

/** Milliseconds in which `ssh` must end by itself once it was told to. */
const farewell = 2_000;

/**
 * Ends with this process, however that ends: what is read is the end of a pipe that this process holds open. A login would
 * else go on for as long as the server lives.
 */
const untilAbandoned = [
  "exec 4<&0 </dev/null",
  '{ read -r _ <&4; kill "$$"; } >/dev/null 2>&1 &',
  'exec 4<&-; exec "$@"',
].join("\n");

type Started<Child extends ChildProcess> = { readonly child: Child; readonly end: () => void };

/** Starts `ssh` as a login that runs nothing; only what it logs comes back. */
export function startLogin(ssh: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn("/bin/sh", ["-c", untilAbandoned, "sh", ssh, ...args], {
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
    env,
  });
  child.stdin.on("error", () => undefined);
  return endable(child);
}

/** Starts `ssh` over a login that stands. */
export function startOverLogin(ssh: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(ssh, args, { stdio: ["pipe", "pipe", "pipe"], detached: true, env });
  // A reader that went away: its end is heard of by other ways.
  child.stdin.on("error", () => undefined);
  return endable(child);
}

/** What `ssh` has started itself is in its process group and ends with it. */
function endable<Child extends ChildProcess>(child: Child): Started<Child> {
  let over = false;
  child.once("exit", () => {
    over = true;
    // A proxy that outlives its ssh would hold the log open.
    signalGroup(child.pid, "SIGTERM");
  });
  child.on("error", () => undefined);
  const end = (): void => {
    if (over) return;
    signalGroup(child.pid, "SIGTERM");
    setTimeout(() => !over && signalGroup(child.pid, "SIGKILL"), farewell).unref();
  };
  return { child, end };
}
