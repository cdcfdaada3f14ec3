import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostKeyAlgorithms, type KnownHostsFile, refuseHostKey } from "../../../src/connect/known-hosts/host-key.ts";
import { judgeHostKey, knownTypes } from "../../../src/connect/known-hosts/known-hosts.ts";
import { parseKnownHosts } from "../../../src/connect/known-hosts/known-hosts-line.ts";

// Keys as ssh-keygen wrote them; nobody has their private halves any more.
const one = "AAAAC3NzaC1lZDI1NTE5AAAAILlXzSuHUG3/X4M7BHdlZVQftmo6oSSkxigGdUTglPOP";
const two = "AAAAC3NzaC1lZDI1NTE5AAAAIAhQhgV7qmByepXyz/RsFDtNWCNimxqiXzWlC+BXnj50";
const three = "AAAAC3NzaC1lZDI1NTE5AAAAIOQSDKHn0/zt5RPF/ONDKIXZdwRyFqA7KCW4oRpRjT8h";
const rsa =
  "AAAAB3NzaC1yc2EAAAADAQABAAABAQC40aQ9JVzv68WOsymrAp42gqDZZBbl2HWsNyOXHH5zJ5K/Mg26MKGuKAakoUon19dAlxv/kvCZ/PLpJgelH/nDHM4wLaH3E785CU0NVSCb62HPqIKOly8VVrrY8O+EgF7+BQjKvm/TTk2MD+psr62xyuBxr6ykof+tKqafqHaI/N5xraWZIOPiMn32wMLzw5iKQulFqmd/aTPAtvosVCOBQSuH7OGcVTGnz17sDjQIZ5aiazvi+r/C1kBczr4dBSc0QG8OYTt9I+ABae4r6Ou46bt9ePwkN3umHQo5rkPu2e6hUsVUJB6xCHpXAUGDch4xMY4e8OqXHL5J+x0Wh9Rx";
const ecdsa =
  "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBBNEHeIeKUiLH7NdfPudN91j0bYEzRkZFiNS0SEbABV5IdENmM2oNn4g0Lsucjp+adfAa+G+1gJOqBvNmaYvy8g=";

/** Written by `ssh-keygen -H` from lines for node1.example.org, [node2.example.org]:2222 and 10.0.0.7. */
const hashed = `
|1|ZGpB2vIa1RhrUQla1daiPsGkjeI=|04np79sbIgKB9x4cC0Vo7wBZYOc= ssh-ed25519 ${one}
|1|r/3dEQ4rlFljkyL5S5FsNGSgwIU=|eGq0spIZgQRC4YsOAFVEEK6r/kI= ssh-ed25519 ${two}
|1|mnXDxtkDvsLBaK/8Ous03w5pRNo=|X91Ma7LhRn4Qt3ku+rhXr95YS7I= ecdsa-sha2-nistp256 ${ecdsa}
`;

const plain = `# a comment
node1.example.org,10.0.0.1 ssh-ed25519 ${one} a comment
node1.example.org ssh-rsa ${rsa}
[node1.example.org]:2222 ssh-ed25519 ${two}

*.lab.example.org,!secret.lab.example.org ssh-ed25519 ${three}
node?.short ssh-ed25519 ${three}
\tindented.example.org\tssh-ed25519\t${three}\r
twice.example.org ssh-ed25519 ${one}
twice.example.org ssh-ed25519 ${two}
@revoked * ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
@cert-authority *.ca.example.org ssh-ed25519 ${three}
@unknown-marker node9 ssh-ed25519 ${one}
broken line
`;

const judge = (text: string, address: string, key: string, port = 22): string =>
  judgeHostKey(parseKnownHosts(text), address, port, Buffer.from(key, "base64")).state;

describe("known_hosts", () => {
  it.each([
    ["node1.example.org", 22, one, "matched"],
    ["10.0.0.1", 22, one, "matched"],
    ["NODE1.Example.ORG", 22, one, "matched"],
    ["node1.example.org", 22, rsa, "matched"],
    ["node1.example.org", 22, two, "changed"],
    ["node1.example.org", 22, ecdsa, "unknown"],
    ["node2.example.org", 22, one, "unknown"],
    ["node1.example.org", 2222, two, "matched"],
    ["node1.example.org", 2222, three, "changed"],
    // Known without a port: as OpenSSH, a match will do, another key is merely unknown.
    ["node1.example.org", 2223, one, "matched"],
    ["node1.example.org", 2223, three, "unknown"],
    ["10.0.0.1", 2222, one, "matched"],
    ["a.lab.example.org", 22, three, "matched"],
    ["secret.lab.example.org", 22, three, "unknown"],
    ["lab.example.org", 22, three, "unknown"],
    ["a.lab.example.org.evil", 22, three, "unknown"],
    ["axlab.example.org", 22, three, "unknown"],
    ["node7.short", 22, three, "matched"],
    ["node77.short", 22, three, "unknown"],
    ["indented.example.org", 22, three, "matched"],
    ["twice.example.org", 22, one, "matched"],
    ["twice.example.org", 22, two, "matched"],
    ["twice.example.org", 22, three, "changed"],
    ["node9", 22, one, "unknown"],
    ["broken", 22, one, "unknown"],
    ["a.ca.example.org", 22, three, "unknown"],
    ["node1.example.org", 22, "AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "revoked"],
  ])("%s port %i", (address, port, key, expected) => {
    expect(judge(plain, address, key, port)).toBe(expected);
  });

  it("refuses a revoked key that another line trusts", () => {
    expect(judge(`node ssh-ed25519 ${one}\n@revoked node ssh-ed25519 ${one}\n`, "node", one)).toBe("revoked");
  });

  it("knows hashed names", () => {
    expect(judge(hashed, "node1.example.org", one)).toBe("matched");
    expect(judge(hashed, "NODE1.example.org", two)).toBe("changed");
    expect(judge(hashed, "node2.example.org", two, 2222)).toBe("matched");
    expect(judge(hashed, "node2.example.org", two)).toBe("unknown");
    expect(judge(hashed, "10.0.0.7", ecdsa)).toBe("matched");
    expect(judge(hashed, "10.0.0.8", ecdsa)).toBe("unknown");
    expect(judge("|2|c2FsdA==|aGFzaA== ssh-ed25519 AAAA", "node", one)).toBe("unknown");
  });

  it("never matches a key that no line holds, whatever the file says", () => {
    const line = fc.string({ unit: "grapheme-ascii", maxLength: 60 });
    fc.assert(
      fc.property(fc.array(line), fc.domain(), fc.integer({ min: 1, max: 65535 }), (lines, address, port) => {
        expect(judge(lines.join("\n"), address, one, port)).not.toBe("matched");
      }),
    );
  });

  it("names the types by which a host is known", () => {
    const lines = parseKnownHosts(plain);
    expect(knownTypes(lines, "node1.example.org", 22)).toEqual(["ssh-ed25519", "ssh-rsa"]);
    expect(knownTypes(lines, "node1.example.org", 2222)).toEqual(["ssh-ed25519", "ssh-rsa"]);
    expect(knownTypes(lines, "a.ca.example.org", 22)).toEqual([]);
  });
});

describe("host keys", () => {
  const file = (text: string): KnownHostsFile => ({
    state: "read",
    path: "/known_hosts",
    lines: parseKnownHosts(text),
  });
  const supported = ["ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256"];

  it("are asked for by the types that are known, as OpenSSH does", () => {
    const order = (text: string): readonly string[] => hostKeyAlgorithms(file(text), "node", 22, supported);
    expect(order(`node ssh-rsa ${rsa}`)).toEqual([
      "rsa-sha2-512",
      "rsa-sha2-256",
      "ssh-ed25519",
      "ecdsa-sha2-nistp256",
    ]);
    expect(order(`node ecdsa-sha2-nistp256 ${ecdsa}`)[0]).toBe("ecdsa-sha2-nistp256");
    expect(order(`node sk-ssh-ed25519@openssh.com ${one}`)).toEqual(supported);
    expect(order("")).toEqual(supported);
  });

  it.each([
    [file(`node ssh-ed25519 ${one}`), undefined, ""],
    [file(`\nnode ssh-ed25519 ${two}`), "host-key-changed", "/known_hosts:2 has another"],
    [file(`@revoked node ssh-ed25519 ${one}`), "host-key-changed", "is revoked by /known_hosts:1"],
    [file(`node ssh-rsa ${rsa}`), "host-key-unknown", "knows it only by ssh-rsa"],
    [file(`@cert-authority node ssh-ed25519 ${two}`), "host-key-unknown", "certificate authority"],
    [file(""), "host-key-unknown", "SHA256:"],
    [
      { state: "unreadable", path: "/known_hosts", message: "EACCES" } as const,
      "host-key-unknown",
      "/known_hosts cannot be read (EACCES)",
    ],
  ])("are judged with a reason (%#)", (known, cause, words) => {
    const refusal = refuseHostKey(known, "node", 22, Buffer.from(one, "base64"));
    expect(refusal?.cause).toBe(cause);
    expect(refusal?.message ?? "").toContain(words);
  });
});
