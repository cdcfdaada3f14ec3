import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Answer } from "../../../src/connect/session.ts";
import type { PacketFilter } from "../../../src/evidence/packet-filter.ts";
import { parseFilters } from "../../../src/probes/parse/filter-lines.ts";
import { waysTo } from "../../../src/rules/kit/guidance/firewall/restricting-chains.ts";
import { requireRoot, requireTools, skip } from "../../support/lab-requirements.ts";
import { filterOf, recordedRules } from "../../support/nft-rules.ts";
import { askReader, type Shell, textOf } from "./ask-reader.ts";
import { type ReaderShell, readerShells, unprivileged } from "./reader-shells.ts";

const isRoot = requireRoot("packet filters by the reader");
const root = mkdtempSync(join(tmpdir(), "plimsoll-filters-"));
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The reader with tools of the test's before its own; PID 1's network stands for whichever it is started in. */
const readerWith = (source: string, tools: string): string =>
  source.replace("LC_ALL=C PATH=", `LC_ALL=C PATH=${tools}:`).replaceAll("/proc/1/", "/proc/self/");

/** A folder with an nft that says as it is told. */
function nftSaying(script: string): string {
  const folder = mkdtempSync(join(root, "nft-"));
  writeFileSync(join(folder, "nft"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "nft"), 0o755);
  chmodSync(folder, 0o755);
  return folder;
}

const ask = async (shell: Shell, source: string): Promise<Answer | undefined> =>
  (await askReader(shell, [{ verb: "filters", argument: "" }], source)).answers[0];

/** An nft that has one table, whatever it is called, and writes down what it was asked. */
const stub = (table: string, more = ""): string =>
  nftSaying(`${more}
echo "$*" >>"${join(root, "asked")}"
case "$*" in
  "list chains") printf 'table inet ${table} {\\n\\tchain input {\\n\\t\\ttype filter hook input priority 0; policy drop;\\n\\t}\\n}\\n' ;;
  -j*) echo '{"nftables": []}' ;;
  *) printf 'table inet x {\\n\\tflags dormant\\n}\\n' ;;
esac`);

for (const [index, { name, shell, source }] of readerShells().entries()) {
  describe.runIf(isRoot)(`packet filters under ${name}`, () => {
    it("asks for the tables of the input hook, by names only", async () => {
      rmSync(join(root, "asked"), { force: true });
      const said = textOf(await ask(shell, readerWith(source, stub("my-table"))));
      expect(said).toContain('\ntable|dormant|{"nftables": []}\n');
      expect(said).toMatch(/\naddress\|ip\|127\.0\.0\.1\n/);
      expect(said).toMatch(/\ncomplete\|yes\n$/);
      expect(readFileSync(join(root, "asked"), "utf8").split("\n")).toEqual([
        "-j list chains",
        "list chains",
        "list table inet my-table",
        "-j list table inet my-table",
        "",
      ]);
    });

    const hostile = ["x; flush ruleset", "$(id)", "-f", "a b", "1", "é"];
    it.each(index === 0 ? hostile : hostile.slice(0, 1))("passes no other name on: %s", async (table) => {
      rmSync(join(root, "asked"), { force: true });
      const said = textOf(await ask(shell, readerWith(source, stub(table.replace("$", "\\$")))));
      expect(said).toContain("complete|no|a table has a name that nft does not take");
      expect(readFileSync(join(root, "asked"), "utf8")).toBe("-j list chains\nlist chains\n");
    });

    it("is not complete where nft fails, or has something to say", async () => {
      const failing = textOf(await ask(shell, readerWith(source, nftSaying("echo no JSON here >&2; exit 1"))));
      expect(failing).toContain("\ncomplete|no|no JSON here\n");
      const leavingOut = stub("x", `case "$*" in "-j list table"*) echo "unknown expression type 'new'" >&2 ;; esac`);
      expect(() => parseFilters(Buffer.from(failing))).toThrow("no JSON here");
      const said = textOf(await ask(shell, readerWith(source, leavingOut)));
      expect(said).toContain("complete|no|unknown expression type 'new'");
      const silent = stub("x", `case "$*" in "list table"*) exit 1 ;; esac`);
      expect(textOf(await ask(shell, readerWith(source, silent)))).toContain("complete|no|nft failed");
    });

    it("takes the warning of iptables' tables for none", async () => {
      const warning = "# Warning: table inet x is managed by iptables-nft, do not touch!";
      const said = textOf(await ask(shell, readerWith(source, stub("x", `echo '${warning}' >&2`))));
      expect(said).toMatch(/\ncomplete\|yes\n$/);
    });

    it("withholds what is too long", async () => {
      const long = stub("x", `case "$*" in "-j list table"*) head -c 1100000 /dev/zero | tr "\\000" a ;; esac`);
      expect(await ask(shell, readerWith(source, long))).toEqual({
        state: "failed",
        cause: "withheld",
        message: "larger than 1048576 bytes",
      });
    });

    it("asks nobody where the kernel has no nf_tables, which has to be seen", async () => {
      const elsewhere = readerWith(source, nftSaying("echo asked >&2; exit 1")).replace("/sys/module/nf_", "/nowhere/");
      const without = elsewhere.replaceAll("/proc/kallsyms", "/proc/version");
      expect(textOf(await ask(shell, without))).toMatch(/\nnf_tables\|none\ncomplete\|yes\n$/);
      const unseen = elsewhere.replaceAll("/proc/kallsyms", "/proc/nothing");
      expect(textOf(await ask(shell, unseen))).toContain("complete|no|whether the kernel has nf_tables");
    });

    it.each([
      ["of the kernel", "ffffffff81241d1c t nf_tables_fill_set_info.cold"],
      ["of a module", "ffffffffc0a01000 t nf_tables_newtable\t[nf_tables]"],
    ])("asks where there is a symbol of nf_tables, %s", async (_, symbol) => {
      const symbols = join(root, "kallsyms");
      writeFileSync(symbols, `ffffffff81000000 T _text\n${symbol}\nffffffff82000000 T _etext\n`);
      const built = readerWith(source, stub("x")).replace("/sys/module/nf_", "/nowhere/");
      const said = textOf(await ask(shell, built.replaceAll("/proc/kallsyms", symbols)));
      expect(said).toContain('\ntable|dormant|{"nftables": []}\n');
    });

    it("says that there is no nft", async () => {
      const without = readerWith(source, root).replaceAll("command -v nft", "command -v no-nft");
      const known = without.replace("[ -d /sys/module/nf_tables ]", "true");
      expect(await ask(shell, known)).toMatchObject({ state: "failed", cause: "unsupported" });
    });

    it("does not answer for another network than the node's", async () => {
      const other = source.replaceAll("/proc/1/ns/net", "/proc/self/ns/mnt");
      expect(await ask(shell, other)).toEqual({
        state: "failed",
        cause: "unsupported",
        message: "the reader's network is not seen to be the node's",
      });
    });

    it("needs root", async () => {
      expect(await ask(unprivileged(shell), source)).toMatchObject({ state: "failed", cause: "permission-denied" });
    });
  });
}

/** A network namespace of its own that nft may write to; its PID 1 is the first that runs there. */
const ownNetwork = ["unshare", "--net", "--pid", "--fork", "--mount-proc"] as const;

function canFilter(): boolean {
  const suite = "packet filters of a kernel";
  const tools = [
    { command: "nft", package: "nftables" },
    { command: "unshare", package: "util-linux" },
  ];
  if (!isRoot || !requireTools(suite, tools)) return false;
  const tried = spawnSync("unshare", ["--net", "nft", "add", "table", "inet", "x"], { encoding: "utf8" });
  return tried.status === 0 || skip(`SKIPPED ${suite}: ${tried.stderr || "the kernel has no nf_tables"}`);
}

describe.runIf(canFilter())("packet filters of a kernel", () => {
  /** BusyBox' own folder has no nft; elsewhere it is found anyway. */
  const withNft = ({ source, ...rest }: ReaderShell): ReaderShell => {
    const folder = mkdtempSync(join(root, "own-"));
    symlinkSync("/usr/sbin/nft", join(folder, "nft"));
    return { ...rest, source: source.replace("LC_ALL=C PATH=", `LC_ALL=C PATH=${folder}:`) };
  };

  /** Loads rules in a network of its own, and lets the reader look there. */
  const lookAt = async ({ shell, source }: ReaderShell, ruleset: string): Promise<Answer | undefined> => {
    const folder = mkdtempSync(join(root, "rules-"));
    writeFileSync(join(folder, "rules.nft"), ruleset);
    const start = `nft -f ${join(folder, "rules.nft")} || exit 9; "$@"; exit $?`;
    return ask([...ownNetwork, "sh", "-c", start, "sh", ...shell], source);
  };
  const filterIn = async (shell: ReaderShell, ruleset: string) =>
    parseFilters(Buffer.from(textOf(await lookAt(shell, ruleset))));
  const restrictedIn = async (shell: ReaderShell, ruleset: string): Promise<readonly boolean[]> => {
    const socket = { protocol: "tcp", address: "::", port: 6443 } as const;
    return waysTo([socket], await filterIn(shell, ruleset)).map(({ isRestricted }) => isRestricted);
  };

  const input = "type filter hook input priority filter; policy drop;";
  const admitting = `table inet mine {
    set nodes { type ipv4_addr; flags interval; elements = { 10.0.0.0/24 }; }
    chain api { ip saddr @nodes accept; ip6 saddr fd00::/64 accept; }
    chain input { ${input}
      ct state vmap { established : accept, related : accept, invalid : drop }
      iif lo accept
      meta l4proto { icmp, ipv6-icmp } accept
      tcp dport 22 accept
      tcp dport vmap { 6443 : jump api }
    }
  }`;

  it("are not shown of more tables than there is time for", async () => {
    const [shell] = readerShells();
    const table = (index: number) => `table inet t${index} {\nchain input { ${input}\n}\n}\n`;
    const many = shell && (await lookAt(shell, Array.from({ length: 21 }, (_, index) => table(index)).join("")));
    expect(textOf(many)).toContain("complete|no|more than 20 tables");
  });

  for (const shell of readerShells().map(withNft)) {
    it(`are seen and understood under ${shell.name}`, async () => {
      expect(await restrictedIn(shell, admitting)).toEqual([true, true]);
      expect(await restrictedIn(shell, `table ip mine {\nchain input { ${input}\n}\n}`)).toEqual([true, false]);
    });

    it(`are not taken to work where they are switched off, under ${shell.name}`, async () => {
      const dormant = `table inet mine {\nflags dormant;\nchain input { ${input}\n}\n}`;
      expect((await filterIn(shell, dormant)).tables).toMatchObject([{ mayBeDormant: true }]);
    });

    it(`are none where there are none, under ${shell.name}`, async () => {
      expect(await filterIn(shell, "")).toMatchObject({ baseChains: [], tables: [] });
    });
  }

  it("are printed by this nft so that every recorded rule means the same", async () => {
    const [shell] = readerShells();
    if (shell === undefined) throw new Error("no shell");
    const rules = Object.keys(recordedRules.rules);
    // Each in a table of its own.
    const table = (rule: string, index: number) =>
      `table inet t${index} {\nchain nodes { }\n${recordedRules.declared}\nchain input { ${input}\n ${rule}\n}\n}\n`;
    const patient = { ...shell, source: shell.source.replace("tables_at_most=20", "tables_at_most=200") };
    const { tables } = await filterIn(patient, rules.map(table).join(""));
    const rulesOfInput = (filter: Pick<PacketFilter, "tables">) =>
      filter.tables[0]?.chains.find(({ name }) => name === "input")?.rules;
    for (const [index, rule] of rules.entries()) {
      const found = tables.filter(({ name }) => name === `t${index}`);
      // Newer releases say of the set that packets may add to it.
      if (!rule.includes("@added"))
        expect(rulesOfInput({ tables: found }), rule).toEqual(rulesOfInput(filterOf({ rules: [rule] })));
    }
  });
});
