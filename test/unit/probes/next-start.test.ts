import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import { asking } from "../../../src/probes/ask.ts";
import { probeKubeletUnit } from "../../../src/probes/node/kubelet-unit.ts";
import { parseEnvironmentFile } from "../../../src/probes/parse/environment-file.ts";
import { execWords, nextStart } from "../../../src/probes/parse/next-start.ts";
import { unitSettings, unitWords } from "../../../src/probes/parse/unit-file.ts";
import { nothing } from "../../support/facts.ts";

const lab = (path: string) => readFileSync(new URL(`../../lab/${path}`, import.meta.url), "utf8");
const service = (text: string) => ({ file: "/etc/systemd/system/kubelet.service", text: `[Service]\n${text}\n` });
const environment = (text: string) => ({ file: "/etc/default/kubelet", text });
const argv = (unit: string, ...files: readonly string[]) => nextStart([service(unit)], files.map(environment)).argv;
const variables = (text: string) => Object.fromEntries(parseEnvironmentFile(text));

describe("the kubelet's next start", () => {
  it("is kubeadm's: drop-in over unit, environment files over it", () => {
    const unit = { file: "/lib/systemd/system/kubelet.service", text: lab("node/kubelet.service") };
    const dropIn = { file: "/usr/lib/10-kubeadm.conf", text: lab("node/10-kubeadm.conf") };
    const flags = environment('KUBELET_KUBEADM_ARGS="--hostname-override=cp1 --v=2"\n');
    expect(nextStart([unit, dropIn], [flags])).toMatchObject({
      file: "/usr/lib/10-kubeadm.conf",
      argv: [
        "/usr/bin/kubelet",
        "--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf",
        "--kubeconfig=/etc/kubernetes/kubelet.conf",
        "--config=/var/lib/kubelet/config.yaml",
        "--hostname-override=cp1",
        "--v=2",
      ],
    });
  });

  it("splits $NAME alone, and not $NAME or a braced one within a word", () => {
    const unit = `Environment="A=x  y" B=\nExecStart=/usr/bin/kubelet $A --b=$A --c=\${A} \${B} $B $UNSET --d=\${UNSET} $$A`;
    expect(argv(unit)).toEqual(["/usr/bin/kubelet", "x", "y", "--b=$A", "--c=x  y", "", "--d=", "$A"]);
  });

  it("honours quotes and continued lines, and skips comments among them", () => {
    const unit =
      'ExecStart=/usr/bin/kubelet \\\n  --a=1 \\\n# no: --x \\\n; nor --y\n  \'--b=2 3\' "--c=\\x34" --d="5"6\n';
    expect(argv(unit)).toEqual(["/usr/bin/kubelet", "--a=1", "--b=2 3", "--c=4", "--d=56"]);
  });

  it("takes the last assignment, an environment file before the unit, and an empty one as none before", () => {
    expect(argv("Environment=A=1\nEnvironment=A=2\nExecStart=/kubelet $A")).toEqual(["/kubelet", "2"]);
    expect(argv("Environment=A=1\nExecStart=/kubelet $A", "A=2", "A=3")).toEqual(["/kubelet", "3"]);
    expect(argv("Environment=A=1\nEnvironment=\nExecStart=/kubelet $A")).toEqual(["/kubelet"]);
    expect(argv("ExecStart=/kubelet --old\nExecStart=\nExecStart=/kubelet --new")).toEqual(["/kubelet", "--new"]);
  });

  it("reads [Service] only", () => {
    const text = "[Unit]\nExecStart=/kubelet --x\n[Service]\nExecStart=/kubelet\n[X-Other]\nExecStart=/kubelet --y\n";
    expect(nextStart([{ file: "/u", text }], []).argv).toEqual(["/kubelet"]);
  });

  it("knows ExecStart's prefixes, %% and a shell", () => {
    expect(argv("ExecStart=-/usr/bin/kubelet --a=50%%")).toEqual(["/usr/bin/kubelet", "--a=50%"]);
    expect(argv("ExecStart=@/usr/bin/x kubelet --a")).toEqual(["kubelet", "--a"]);
    expect(argv("Environment=A=1\nExecStart=:/usr/bin/kubelet $A")).toEqual(["/usr/bin/kubelet", "$A"]);
    const shell = nextStart([service("Environment=A=1\nExecStart=/bin/sh -c 'exec kubelet --a=$$A'")], []);
    expect(shell).toMatchObject({ argv: ["kubelet", "--a=1"], fromShell: true });
  });

  it.each([
    ["no ExecStart", "Restart=always"],
    ["several ExecStart", "ExecStart=/kubelet\nExecStart=/kubelet --x"],
    ["several commands in one", "ExecStart=/kubelet --a ; /kubelet --b"],
    ["another program", "ExecStart=/usr/local/bin/start-kubelet.sh"],
    ["a shell's own variable", "ExecStart=/bin/sh -c 'exec kubelet $$ARGS'"],
    ["a specifier", "ExecStart=/kubelet --hostname-override=%H"],
    ["a quote that is not closed", "ExecStart=/kubelet '--a"],
    ["an escape that is not known", "ExecStart=/kubelet --a=\\q"],
    ["a variable for the program", "ExecStart=$KUBELET --a"],
    ["no variable's name", "ExecStart=/kubelet $A-B"],
    ["variables from elsewhere", "PassEnvironment=A\nExecStart=/kubelet $A"],
    ["variables that are taken away", "UnsetEnvironment=A\nExecStart=/kubelet $A"],
  ])("is not told from %s", (_what, unit) => {
    expect(() => argv(unit)).toThrow();
  });
});

describe("an environment file", () => {
  it.each([
    ["A=1\nB = 2 \n", { A: "1", B: "2" }],
    ["# A=1\n; B=2\n  # C=3\nD=4", { D: "4" }],
    ["A=\"x y\"  'z'\n", { A: "x yz" }],
    ["A=x 'y'  \n", { A: "x 'y'" }],
    ['A="\\$x \\n \\" \\\\ \\\ny"\n', { A: '$x \\n " \\ y' }],
    ["A='\\x'\n", { A: "\\x" }],
    ["A=x\\ \\\ny\\z\n", { A: "x yz" }],
    ["A=1\nA=2\n", { A: "2" }],
    ["export A=1\n1A=2\nnothing\nB\n", {}],
    ["A=\r\nB=x\r\n", { A: "", B: "x" }],
    ["A='x\ny'\n", { A: "x\ny" }],
    ["A=x # y", { A: "x # y" }],
  ])("%j is %j", (text, expected) => {
    expect(variables(text)).toEqual(expected);
  });

  it.each(["A='x", 'A="x', "# x\\\nA=1\n"])("refuses %j", (text) => {
    expect(() => variables(text)).toThrow();
  });
});

describe("systemd's words", () => {
  const quote = (word: string) => `"${word.replaceAll(/["\\]/g, "\\$&")}"`;
  const words = fc.array(fc.string({ minLength: 1 }));

  it("come back as they were quoted, from units and from variables", () => {
    fc.assert(
      fc.property(words, (given) => {
        expect(unitWords(given.map(quote).join(" "), "escapes")).toEqual(given);
        expect(unitWords(given.map(quote).join("\t "), "plain")).toEqual(given);
      }),
    );
  });

  it("go through an environment file and $NAME unchanged", () => {
    const line = fc.string({ minLength: 1 }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(line), (given) => {
        const value = given.map(quote).join(" ");
        const written = `A="${value.replaceAll(/["\\$`]/g, "\\$&")}"\n`;
        expect(execWords("/usr/bin/kubelet $A", parseEnvironmentFile(written))).toEqual(["/usr/bin/kubelet", ...given]);
        expect(execWords(`/usr/bin/kubelet \${A}`, parseEnvironmentFile(written))).toEqual(["/usr/bin/kubelet", value]);
      }),
    );
  });

  it("of a unit are read in no time, whatever is in it", () => {
    const odd = `[Service]\nExecStart=/kubelet ${"\\".repeat(200_000)}x ${" ".repeat(200_000)}x\n`;
    expect(unitSettings(odd)).toHaveLength(1);
    expect(variables(`A=${" ".repeat(200_000)}x${" ".repeat(200_000)}`)).toEqual({ A: "x" });
  });
});

describe("the kubelet's unit", () => {
  const shown = (environmentFile: string) => ({
    "unit kubelet.service": {
      state: "ok",
      text: `Id=kubelet.service\nLoadState=loaded\nFragmentPath=/u\nDropInPaths=\nEnvironmentFiles=${environmentFile}\n`,
    } as const,
    "read /u": { state: "ok", text: "[Service]\nExecStart=/usr/bin/kubelet $A\n" } as const,
  });
  const probe = async (recording: Parameters<typeof replaySession>[0]) => {
    const unit = await probeKubeletUnit(asking(replaySession(recording), "n1"), {
      kubelet: nothing,
      processes: nothing,
      program: undefined,
    });
    return unit.state === "present" ? unit.value.nextStart : unit;
  };
  const file = "/etc/default/kubelet";

  it("has the next start as a command line", async () => {
    const next = await probe({
      ...shown(`${file} (ignore_errors=yes)`),
      [`read ${file}`]: { state: "ok", text: "A=--v=2\n" },
    });
    expect(next).toMatchObject({
      state: "present",
      value: { argv: ["/usr/bin/kubelet", "--v=2"], isNextStart: true, source: { file: "/u" } },
    });
  });

  it("starts without an environment file only where it may be missing", async () => {
    const missing = { [`read ${file}`]: { state: "absent" } as const };
    expect(await probe({ ...shown(`${file} (ignore_errors=yes)`), ...missing })).toMatchObject({
      value: { argv: ["/usr/bin/kubelet"] },
    });
    expect(await probe({ ...shown(`${file} (ignore_errors=no)`), ...missing })).toMatchObject({
      state: "unknown",
      message: expect.stringContaining("does not exist"),
    });
  });

  it("has no next start where a pattern names the environment files", async () => {
    const pattern = "/etc/kubelet/*.env";
    const next = await probe({ ...shown(`${pattern} (ignore_errors=yes)`), [`read ${pattern}`]: { state: "absent" } });
    expect(next).toMatchObject({ state: "unknown", message: expect.stringContaining(pattern) });
  });

  it("is unknown where a text is no UTF-8", async () => {
    const bytes = {
      state: "ok",
      base64: Buffer.from("[Service]\nExecStart=/kubelet --a=\xff\n", "latin1").toString("base64"),
    } as const;
    expect(await probe({ ...shown(""), "read /u": bytes })).toMatchObject({ state: "unknown", reason: "unparseable" });
  });
});
