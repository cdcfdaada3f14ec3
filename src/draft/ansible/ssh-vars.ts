import type { WrittenSsh } from "../../inventory/schema.ts";
import type { LeftOut } from "../draft.ts";
import { isExpression, type Vars } from "./ansible-inventory.ts";

/** What a host's variables say of how it is reached. */
export type AnsibleWay = {
  readonly address: string | undefined;
  readonly ssh: WrittenSsh;
  /** Variables that were not taken, and why. */
  readonly notTaken: readonly string[];
  /** Why the host is none that is read over SSH, or where it is cannot be known. */
  readonly problem?: Pick<LeftOut, "why" | "unusable">;
};

/** A setting, and the variables that say it, the newer name first. */
const names = {
  address: ["ansible_host", "ansible_ssh_host"],
  user: ["ansible_user", "ansible_ssh_user"],
  port: ["ansible_port", "ansible_ssh_port"],
  key: ["ansible_private_key_file", "ansible_ssh_private_key_file"],
  become: ["ansible_become", "ansible_sudo"],
  method: ["ansible_become_method"],
} as const;

const secrets = /^ansible_(?:(?:ssh_|become_|sudo_)?pass(?:word)?|.*private_key_passphrase)$/;
const ways = /^ansible_ssh_(?:common|extra)_args$/;

/** Reads the connection variables of a host. `absolute` makes a path of a key absolute. */
export function wayOf(vars: Vars, absolute: (path: string) => string): AnsibleWay {
  const notTaken: string[] = [];
  const given = (what: keyof typeof names): string | undefined => {
    const name = names[what].find((one) => vars[one] !== undefined && vars[one] !== "");
    const value = name === undefined ? undefined : vars[name];
    if (name === undefined || value === undefined || !isExpression(value)) return value;
    notTaken.push(`${name} is a Jinja expression or in a vault`);
    return undefined;
  };
  const address = given("address");
  const user = given("user");
  const port = given("port");
  const key = given("key");
  const privilege = privilegeOf(given("become"), given("method"), user, notTaken);
  for (const name of Object.keys(vars)) {
    if (secrets.test(name)) notTaken.push(`${name} is a secret, which no inventory holds`);
    if (ways.test(name))
      notTaken.push(`${name} is not read: a bastion goes under jump, the rest into an ssh_config (config)`);
  }
  const isWrongPort = port !== undefined && !/^\d{1,5}$/.test(port);
  if (isWrongPort) notTaken.push("ansible_port is no port");
  const ssh: WrittenSsh = {
    ...(user !== undefined && { user }),
    ...(port !== undefined && !isWrongPort && Number(port) !== 22 && { port: Number(port) }),
    ...(key !== undefined && { identityFile: absolute(key) }),
    ...(privilege !== undefined && { privilege }),
  };
  const problem = problemOf(vars, address);
  return { address, ssh, notTaken, ...(problem !== undefined && { problem }) };
}

function problemOf(vars: Vars, address: string | undefined): AnsibleWay["problem"] {
  const connection = vars["ansible_connection"] ?? "ssh";
  if (!["ssh", "smart", "paramiko", "ssh2", "openssh"].includes(connection)) {
    return { why: `Ansible reaches it by ${connection}, and not over SSH`, unusable: false };
  }
  const isUnknown = address === undefined && names.address.some((name) => isExpression(vars[name] ?? ""));
  return isUnknown ? { why: "its address is a Jinja expression, or in a vault", unusable: true } : undefined;
}

function privilegeOf(
  become: string | undefined,
  method: string | undefined,
  user: string | undefined,
  notTaken: string[],
): WrittenSsh["privilege"] {
  if (user === "root" || (become !== undefined && /^(?:no|false|0|off)$/i.test(become))) return "none";
  if (method === undefined) return become === undefined ? undefined : "sudo";
  if (method === "sudo" || method === "doas") return method;
  notTaken.push(`ansible_become_method ${method} is none that plimsoll knows`);
  return undefined;
}
