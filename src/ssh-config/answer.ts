import { existsSync } from "node:fs";
import { resolve } from "node:path";
import pLimit from "p-limit";
import { isAddress } from "../inventory/addresses.ts";
import type { AskSshConfig, ConfiguredJump, SshConfigReading } from "../inventory/ssh-config.ts";
import { type Printed, runSsh, takenOf } from "./ask-ssh.ts";
import { type Hop, jumpsOf } from "./jumps.ts";
import { readOwn } from "./own-reader.ts";
import { type Operator, present, type Question, type Reading, type Taken } from "./taken.ts";
import { expandPath, UnknownTokenError } from "./tokens.ts";

/** Runs of ssh at once. */
const atOnce = 4;

type Refusal = { readonly refusal: string };

/** Asks ssh_config files: `ssh -G` where ssh is installed, else our own reader. Each question is put once. */
export function sshConfig(operator: Operator): AskSshConfig {
  const limit = pLimit(atOnce);
  const asked = new Map<string, Promise<Reading>>();
  let defaults: Promise<Printed | undefined> | undefined;
  const put = async (file: string, question: Question): Promise<Reading> => {
    defaults ??= limit(() => runSsh("/dev/null", { name: "localhost" }, operator.environment)).then(printedOnly);
    const [own, run] = await Promise.all([defaults, limit(() => runSsh(file, question, operator.environment))]);
    if (run === "not-installed") return readOwn(file, question, operator);
    return "refusal" in run ? run : takenOf(run.printed, own ?? new Map());
  };
  const ask = (file: string, question: Question): Promise<Reading> => {
    const key = JSON.stringify([file, question]);
    const known = asked.get(key) ?? put(file, question);
    asked.set(key, known);
    return known;
  };
  return (file, name) => answer(file, name, (question) => ask(file, question), operator);
}

const printedOnly = (run: Awaited<ReturnType<typeof runSsh>>): Printed | undefined =>
  typeof run === "object" && "printed" in run ? run.printed : undefined;

async function answer(
  file: string,
  name: string,
  ask: (question: Question) => Promise<Reading>,
  operator: Operator,
): Promise<SshConfigReading> {
  const reading = await ask({ name });
  if ("refusal" in reading) return reading;
  const { taken } = reading;
  const own = placed(file, { name }, taken, operator);
  if ("refusal" in own) return own;
  const askHop = async (question: Question): Promise<Hop | Refusal> => {
    const of = await ask(question);
    if ("refusal" in of) return of;
    const jump = placed(file, question, of.taken, operator);
    return "refusal" in jump ? jump : { taken: of.taken, jump: jumpOnly(jump) };
  };
  const way = await jumpsOf(taken, { file, ask: askHop }, [name]);
  if ("refusal" in way) return way;
  return { ...own, ...way, ...besides(taken, operator) };
}

type Placed = ConfiguredJump &
  Pick<Exclude<SshConfigReading, Refusal>, "knownHosts" | "certificateFile" | "identityAgent">;

/** What is taken of one server, paths written out and looked for. */
function placed(file: string, question: Question, taken: Taken, operator: Operator): Placed | Refusal {
  const { hostName: address, user, port, hostKeyAlias } = taken;
  if (!isAddress(address)) return { refusal: `${file}: HostName of "${question.name}" is no host name: "${address}"` };
  const firstExisting = (files: readonly string[]): string | undefined =>
    files
      .filter((path) => path.toLowerCase() !== "none")
      .map((path) => resolve(expandPath(path, question, taken, operator)))
      .find((path) => existsSync(path));
  try {
    return {
      address,
      user,
      port,
      ...present({
        hostKeyAlias,
        identityFile: firstExisting(taken.identityFiles),
        certificateFile: firstExisting(taken.certificateFiles),
        knownHosts: knownHostsOf(taken),
      }),
    };
  } catch (error) {
    if (error instanceof UnknownTokenError) return { refusal: `${file}: ${error.message}` };
    throw error;
  }
}

function knownHostsOf({ knownHosts }: Taken): string | undefined {
  if (knownHosts === undefined) return undefined;
  // Nobody is known, then.
  return knownHosts.toLowerCase() === "none" ? "/dev/null" : resolve(knownHosts);
}

const jumpOnly = ({ address, port, user, identityFile, hostKeyAlias }: Placed): ConfiguredJump => ({
  address,
  port,
  user,
  ...present({ identityFile, hostKeyAlias }),
});

/** What only counts of the host itself. */
function besides({ proxyCommand, strictHostKeyChecking, connectTimeout, identityAgent }: Taken, operator: Operator) {
  return present({
    proxyCommand,
    strictHostKeyChecking: strictHostKeyChecking === "ask" ? ("yes" as const) : strictHostKeyChecking,
    connectTimeout: connectTimeout === undefined ? undefined : Math.min(connectTimeout, 3600),
    identityAgent: agentOf(identityAgent, operator),
  });
}

function agentOf(written: string | undefined, { environment }: Operator): string | undefined {
  if (written === undefined || written === "SSH_AUTH_SOCK") return undefined;
  if (written.startsWith("$")) return environment[written.slice(1)] ?? "none";
  return written.toLowerCase() === "none" ? "none" : written;
}
