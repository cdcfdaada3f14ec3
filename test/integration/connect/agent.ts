import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

/** A real ssh-agent. */
export type Agent = {
  readonly socket: string;
  /** Gives it keys, by their files; what ssh-add(1) asks is answered by what the environment names. */
  readonly add: (paths: readonly string[], environment?: NodeJS.ProcessEnv) => void;
  readonly stop: () => void;
};

/** Starts an agent without a key at a socket. */
export async function startAgent(socket: string): Promise<Agent> {
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "inherit"] });
  await once(agent.stdout, "data");
  return {
    socket,
    add: (paths, environment = {}) => {
      const env = { ...process.env, ...environment, SSH_AUTH_SOCK: socket };
      for (const path of paths) execFileSync("ssh-add", ["-q", path], { env, stdio: "ignore" });
    },
    stop: () => void agent.kill(),
  };
}
