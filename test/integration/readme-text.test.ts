import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { describedCommand } from "../../src/cli/completion/described-command.ts";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { commandLine } from "../../src/cli/program.ts";
import { parseDecisions } from "../../src/decisions/load.ts";
import { parseInventory } from "../../src/inventory/load.ts";
import { recordedTerminal } from "../support/terminal.ts";
import { blocks, pages, readme, root } from "./readme-pages.ts";

/** What a heading is called in a link, as GitHub does. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");

describe("the README", () => {
  it("shows an inventory that loads, ranges expanded", () => {
    const [shown = ""] = blocks("yaml");
    const { hosts } = parseInventory(shown, "/inventory.yaml", { home: "/root" });
    expect(hosts).toHaveLength(43);
    expect(hosts.at(-1)).toMatchObject({ name: "worker-40", address: "10.0.1.40" });
  });

  it("shows decisions that load", () => {
    const [shown = "", words = ""] = blocks("yaml", "docs/decisions.md");
    const { options } = parseDecisions(shown, "decisions.yaml").site;
    expect(options).toMatchObject({ dualRoleIsWorker: false, psaExemptNamespaces: ["monitoring"] });
    expect(parseDecisions(words, "decisions.yaml").site).toMatchObject({ waivers: [{}], attestations: [{}] });
  });

  it("shows how an audit in a pod names its API server", () => {
    const [minimal = ""] = blocks("yaml");
    const [inPod = ""] = blocks("yaml", "docs/api-server.md");
    const text = minimal.replace(/^kubeconfig:.*$/m, inPod);
    expect(parseInventory(text, "/inventory.yaml", { home: "/root" }).api).toEqual({ inCluster: true });
  });

  it("names every command and exit status there is", () => {
    const { commands } = describedCommand(commandLine({ ...recordedTerminal(), finish: () => undefined }));
    const offered = commands.map(({ path }) => path.join(" ")).filter((name) => name !== "help");
    expect(offered).toContain("audit");
    for (const name of offered) expect(readme).toContain(`\`plimsoll ${name}`);
    const { interrupted, ...plain } = exitCodes;
    for (const code of Object.values(plain)) expect(readme).toMatch(new RegExp(`^\\| ${code} +\\|`, "m"));
    expect(readme).toMatch(new RegExp(`^\\| ${interrupted.SIGINT}, ${interrupted.SIGTERM} +\\|`, "m"));
  });

  it("points only at files and headings that are there, and at every page", () => {
    const linked = new Set<string>();
    for (const [path, text] of pages) {
      for (const [, target = ""] of text.matchAll(/\]\(((?!http)[^)]+)\)/g)) {
        const [file = "", heading] = target.split("#");
        const to = file === "" ? path : relative(root, resolve(root, dirname(path), file));
        expect(existsSync(join(root, to)), `${path}: ${target}`).toBe(true);
        if (heading === undefined) linked.add(to);
        else
          expect([...(pages.get(to) ?? "").matchAll(/^#+ (.*)$/gm)].map(([, words = ""]) => anchor(words))).toContain(
            heading,
          );
      }
    }
    expect([...pages.keys()].filter((path) => path !== "README.md" && !linked.has(path))).toEqual([]);
  });

  it("is read in ten minutes", () => {
    expect(readme.split("\n").length).toBeLessThanOrEqual(251);
  });
});
