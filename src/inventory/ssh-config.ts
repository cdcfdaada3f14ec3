import type { HostKeyPolicy, JumpHost, SshSettings } from "./inventory.ts";

/** A bastion as an ssh_config has it. */
export type ConfiguredJump = Pick<JumpHost, "address" | "port" | "user" | "identityFile" | "hostKeyAlias">;

/** What an ssh_config(5) says of a host, paths absolute; what it does not say is not there. */
export type SshConfigAnswer = {
  readonly address: string;
  readonly user: string;
  readonly port: number;
  readonly identityFile?: string;
  readonly knownHosts?: string;
  readonly hostKeyAlias?: string;
  /** `no`: it would believe any host key. */
  readonly strictHostKeyChecking?: HostKeyPolicy | "no";
  readonly certificateFile?: string;
  readonly identityAgent?: string;
  /** It reaches the host by a program of its own. */
  readonly proxyCommand?: string;
  /** The bastions on the way, nearest first. */
  readonly jumps: readonly ConfiguredJump[];
  readonly connectTimeout?: number;
};

/** The answer, or the sentence that says why there is none. */
export type SshConfigReading = SshConfigAnswer | { readonly refusal: string };

/** Asks the ssh_config at a path about a name. Never rejects. */
export type AskSshConfig = (file: string, name: string) => Promise<SshConfigReading>;

/** What is known of a question by now. */
export type AskedSshConfig = (file: string, name: string) => SshConfigReading | undefined;

/** What the inventory says itself, which goes before its ssh_config, and what bears on what that one may say. */
export type OwnWords = {
  readonly [key in "strictHostKeyChecking" | "certificateFile" | "transport" | "jump" | "config"]?: unknown;
};

/** Why an answer cannot be gone by; undefined where it can. */
export function refusedAnswer(reading: SshConfigReading, name: string, own: OwnWords): string | undefined {
  if ("refusal" in reading) return reading.refusal;
  const says = (what: string): string => `${String(own.config)} says ${what} for "${name}"`;
  if (reading.strictHostKeyChecking === "no" && own.strictHostKeyChecking === undefined) {
    const instead = 'say "strictHostKeyChecking" here, yes or accept-new';
    return `${says("StrictHostKeyChecking no")}, but plimsoll always verifies host keys: ${instead}`;
  }
  if (own.transport === ("openssh" satisfies SshSettings["transport"])) return undefined;
  const needsOpenSsh = 'which takes "transport: openssh"';
  if (reading.certificateFile !== undefined && own.certificateFile === undefined) {
    return `${says("CertificateFile")}, ${needsOpenSsh}`;
  }
  if (reading.proxyCommand !== undefined && own.jump === undefined) return `${says("ProxyCommand")}, ${needsOpenSsh}`;
  return undefined;
}
