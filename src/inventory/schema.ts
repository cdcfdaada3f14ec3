import { z } from "zod";
import { isAddress } from "./addresses.ts";
import { hostKeyPolicies, hostRoles, privileges, profileNames, readerModes, transports } from "./inventory.ts";

// Every message below completes the sentence '"key" must be …'.

const invisible = String.raw`\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}`;
const matching = (pattern: RegExp, what: string) => z.string(what).regex(pattern, what);
const wholeNumber = (from: number, to: number, what: string) => z.int(what).min(from, what).max(to, what);

const text = matching(new RegExp(`^[^${invisible}]+$`, "u"), "printable text");
/** Text that an inventory can hold as a value: not empty, and nothing invisible in it. */
export const isPrintable = (value: string): boolean => text.safeParse(value).success;
// `~other/` would silently be a folder of that name.
const path = matching(
  new RegExp(`^(?:~/|[^~${invisible}])[^${invisible}]*$`, "u"),
  "a path, of ~ only with ~/ in front",
);
const login = matching(new RegExp(`^[^-\\s${invisible}][^\\s${invisible}]*$`, "u"), "a login name");
const port = wholeNumber(1, 65_535, "a port from 1 to 65535");

/** What a host or cluster may be called: findings, file names and checklists carry it. */
export const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/;
/** The same in words. */
export const nameRule = 'a name of letters, digits, ".", "_" and "-" that begins with a letter or digit';

// As known_hosts names hosts: no pattern, no list, no marker.
const hostKeyAlias = matching(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/, "a name as known_hosts has it");

const jumpSchema = z.strictObject(
  {
    address: z.string("a host name or IP address").refine(isAddress, "a host name or IP address"),
    port: port.exactOptional(),
    user: login.exactOptional(),
    identityFile: path.exactOptional(),
    hostKeyAlias: hostKeyAlias.exactOptional(),
    keyboardInteractive: z.boolean("true or false").exactOptional(),
    connections: wholeNumber(1, 64, "a whole number from 1 to 64").exactOptional(),
  },
  "a map",
);

const sshSchema = z.strictObject(
  {
    user: login.exactOptional(),
    port: port.exactOptional(),
    identityFile: path.exactOptional(),
    knownHosts: path.exactOptional(),
    transport: z.enum(transports, transports.join(" or ")).exactOptional(),
    certificateFile: path.exactOptional(),
    hostKeyAlias: hostKeyAlias.exactOptional(),
    strictHostKeyChecking: z.enum(hostKeyPolicies, hostKeyPolicies.join(" or ")).exactOptional(),
    keyboardInteractive: z.boolean("true or false").exactOptional(),
    privilege: z.enum(privileges, "sudo, sudo-password, doas or none").exactOptional(),
    reader: z.enum(readerModes, readerModes.join(" or ")).exactOptional(),
    config: path.exactOptional(),
    connectTimeout: wholeNumber(1, 3600, "a whole number of seconds from 1 to 3600").exactOptional(),
    jump: z
      .union(
        [z.literal("none"), jumpSchema, z.array(jumpSchema).min(1)],
        "a map with an address, a list of them, or none",
      )
      .exactOptional(),
  },
  "a map",
);

const labelName = matching(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, "the name of a label");
// Kubernetes labels may be empty.
const labelValue = matching(new RegExp(`^[^${invisible}]*$`, "u"), "printable text");

const hostSchema = z.strictObject(
  {
    name: z.string("a name or a range of names"),
    address: z.string("a host name, an IP address or a range of them").exactOptional(),
    role: z.enum(hostRoles, "control-plane, worker or etcd"),
    labels: z.record(labelName, labelValue, "a map of texts").exactOptional(),
    ssh: sshSchema.exactOptional(),
  },
  "a map",
);

// It becomes part of a shell's program: nothing in it means anything there.
const nodePath = matching(/^(?:\/[A-Za-z0-9._@+-]+)+$/, "an absolute path of letters, digits and ._@+-");

const apiSchema = z.strictObject(
  {
    via: z.string("the name of a host").exactOptional(),
    kubeconfigOnNode: nodePath.exactOptional(),
    inCluster: z.boolean("true or false").exactOptional(),
    kubeletConfigz: z.boolean("true or false").exactOptional(),
    insecureSkipTLSVerify: z.boolean("true or false").exactOptional(),
  },
  "a map",
);

/** An inventory as it is written: nothing expanded, no default filled in. */
export const inventorySchema = z.strictObject(
  {
    cluster: matching(namePattern, nameRule),
    kubeconfig: path.exactOptional(),
    context: text.exactOptional(),
    api: apiSchema.exactOptional(),
    decisions: path.exactOptional(),
    profile: z.enum(profileNames, profileNames.join(" or ")).exactOptional(),
    ssh: sshSchema.exactOptional(),
    hosts: z.array(hostSchema, "a list of hosts").min(1, "a list of hosts"),
  },
  "a map",
);

/** The keys that each kind of map knows, for suggestions. */
export const knownKeys = {
  inventory: Object.keys(inventorySchema.shape),
  api: Object.keys(apiSchema.shape),
  host: Object.keys(hostSchema.shape),
  ssh: Object.keys(sshSchema.shape),
  jump: Object.keys(jumpSchema.shape),
} as const;

/** What a file gives that keeps to the schema. */
export type WrittenInventory = z.infer<typeof inventorySchema>;
/** An entry of `hosts`, which a range makes several hosts. */
export type WrittenHost = WrittenInventory["hosts"][number];
/** Settings of one host, or of all. */
export type WrittenSsh = z.infer<typeof sshSchema>;
/** A bastion on the way. */
export type WrittenJump = z.infer<typeof jumpSchema>;
