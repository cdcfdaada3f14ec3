import { execFileSync } from "node:child_process";
import { chownSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readerSha256 } from "../../../src/connect/reader.ts";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { toolVersion } from "../../../src/tool-version.ts";
import { filesBelow } from "../../support/checkout.ts";
import { askRefusal } from "../../support/kept-code.ts";
import { requireRoot, requireTools } from "../../support/lab-requirements.ts";
import { type ComposeRun, composeUp } from "./compose-run.ts";
import { type Container, type ImageStore, openImageStore, repository, run } from "./image-store.ts";
import { startContainer } from "./start-container.ts";

const canRun =
  requireTools("the images", [
    { command: "buildah", package: "buildah" },
    { command: "debootstrap", package: "debootstrap" },
    { command: "systemd-nspawn", package: "systemd-container" },
    { command: "/usr/bin/openssl", package: "openssl" },
    { command: "gcc", package: "gcc libc6-dev" },
  ]) && requireRoot("the images");

const uid = 10_001;
const readme = readFileSync(join(repository, "docker/README.md"), "utf8");

/** A folder with files for a stage, at the path where the stage would leave them. */
function stageOf(store: ImageStore, name: string, from: string, to: string): string {
  const folder = join(store.folder, name);
  cpSync(from, join(folder, to), { recursive: true });
  return folder;
}

describe.skipIf(!canRun)("the images", () => {
  let store: ImageStore;
  let plimsollImage: string;
  // What `npm test` has compiled is not compiled again: that takes twice as long as all else.
  let compiled: { readonly compile: string };
  beforeAll(async () => {
    store = await openImageStore();
    compiled = { compile: stageOf(store, "compile", join(repository, "dist"), "build/dist") };
    const given = { REVISION: "0123abcd", CREATED: "2026-01-01T00:00:00Z" };
    plimsollImage = await store.build({ dockerfile: "docker/Dockerfile", stages: compiled, arguments: given });
  });
  afterAll(() => store?.close());

  describe("of plimsoll", () => {
    let image: Container;
    let demo: DemoCluster;
    beforeAll(async () => {
      image = await store.container(plimsollImage);
      demo = await startDemoCluster(new Date());
    });
    afterAll(() => demo?.close());

    const find = (...tests: readonly string[]): readonly string[] =>
      execFileSync("find", [image.root, "-xdev", ...tests, "-printf", "/%P\\n"], { encoding: "utf8" })
        .split("\n")
        .filter((path) => path !== "")
        .sort();

    /** Runs plimsoll in it as Kubernetes does: read-only, without a capability, a volume at /runs. */
    function plimsoll(volume: string, places: readonly string[], ...args: readonly string[]) {
      mkdirSync(volume, { mode: 0o700 });
      chownSync(volume, uid, uid);
      const command = [...(image.config.Entrypoint ?? []), ...args];
      const more = { places: [`${volume}:/runs`, ...places], temporary: ["/tmp"], readOnly: true, capabilities: [] };
      return startContainer(image, { name: "plimsoll", command, ...more }).ended;
    }

    it("says what it is, of which version, and on what it is based", () => {
      expect(image.config.Labels).toMatchObject({
        "org.opencontainers.image.title": "plimsoll",
        "org.opencontainers.image.description": expect.stringContaining("Kubernetes STIG"),
        "org.opencontainers.image.licenses": "Apache-2.0",
        "org.opencontainers.image.version": toolVersion,
        "org.opencontainers.image.revision": "0123abcd",
        "org.opencontainers.image.created": "2026-01-01T00:00:00Z",
        "org.opencontainers.image.base.name": "localhost/plimsoll-test-base",
      });
    });

    it("starts plimsoll as a user by number, of whom nothing is but the volume's place and a home", () => {
      const { User, Entrypoint, Cmd, WorkingDir } = image.config;
      expect({ User, Entrypoint, Cmd, WorkingDir }).toEqual({
        User: `${uid}:${uid}`,
        Entrypoint: ["plimsoll"],
        Cmd: ["--help"],
        WorkingDir: "/",
      });
      const places = ["/home/plimsoll", "/runs"];
      expect(find("-uid", String(uid)).filter((path) => !path.startsWith("/home/plimsoll/"))).toEqual(places);
      expect(
        find("-path", "*/lib/plimsoll/*", "(", "!", "-uid", "0", "-o", "-perm", "/022", ")", "!", "-type", "l"),
      ).toEqual([]);
    });

    it("has no npm, no compiler, and no program that gives rights", () => {
      const names = ["npm", "npx", "corepack", "yarn", "pnpm", "gcc", "cc", "make", "tsc", "python3", "curl", "wget"];
      expect(find("-name", "node_modules")).toEqual([]);
      expect(find("(", ...names.flatMap((name) => ["-o", "-name", name]).slice(1), ")", "-path", "*/bin/*")).toEqual(
        [],
      );
      expect(find("-type", "f", "-perm", "/6000")).toEqual([]);
    });

    it("has of the tree what npm would install, the list of what it is made of, and nothing else but code", async () => {
      const { files } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
        files: readonly string[];
      };
      const place = "usr/local/lib/plimsoll";
      const inside = filesBelow(join(image.root, place));
      const isCode = (path: string): boolean => path.endsWith(".code");
      const beside = ["LICENSE", "README.md", "package.json", "sbom.cdx.json"];
      expect(inside.filter((path) => !isCode(path))).toEqual([...files, ...beside].sort());
      expect(inside.filter(isCode)).toHaveLength(1);

      const listed = JSON.parse(readFileSync(join(image.root, place, "sbom.cdx.json"), "utf8"));
      expect(listed.components).toEqual(JSON.parse(await run("npm", "run", "--silent", "sbom")).components);
    });

    it("starts with the code that was made when it was built", async () => {
      const more = { places: [], temporary: ["/tmp"], readOnly: true, capabilities: [] };
      const command = ["node", ...askRefusal("/usr/local/lib/plimsoll/dist/whole-program.js")];
      const { stdout, stderr } = await startContainer(image, { name: "code", command, ...more }).ended;
      expect(stdout.trim(), stderr).toBe("false");
    });

    it("knows its version", async () => {
      const ended = await plimsoll(join(store.folder, "version"), [], "--version");
      expect([ended.status, ended.stdout.trim()]).toEqual([
        0,
        `plimsoll ${toolVersion}, reader sha256:${readerSha256}`,
      ]);
    });

    it.each(["ssh2", "openssh"])(
      "audits by %s on a root that nobody can write to, and leaves a report in the volume",
      async (transport) => {
        const given = join(store.folder, `given-${transport}`);
        cpSync(join(demo.inventory, ".."), given, { recursive: true });
        const inventory = readFileSync(demo.inventory, "utf8").replace("ssh:\n", `ssh:\n  transport: ${transport}\n`);
        writeFileSync(join(given, "inventory.yaml"), inventory);
        for (const name of [".", ...readdirSync(given)]) chownSync(join(given, name), uid, uid);

        const volume = join(store.folder, `runs-${transport}`);
        const ended = await plimsoll(
          volume,
          [`${given}:/etc/plimsoll:ro`],
          "audit",
          "-i",
          "/etc/plimsoll/inventory.yaml",
        );
        expect(ended.stdout, ended.stderr).toContain("3 of 3 nodes read");
        expect(ended.status).toBe(1);
        const [kept = ""] = readdirSync(volume);
        expect(statSync(join(volume, kept, "report.html")).uid).toBe(uid);
      },
    );
  });

  describe("of the compose lab", () => {
    let lab: ComposeRun;
    beforeAll(async () => {
      const standIn = (await run("bash", "test/lab/lab.sh", "base")).split("\n")[1] ?? "";
      const stages = { "stand-in": stageOf(store, "stand-in", standIn, "build/stand-in") };
      const machine = await store.build({ dockerfile: "docker/lab/Dockerfile", stages });
      const stage = "lab-api-server";
      const apiServer = await store.build({ dockerfile: "docker/Dockerfile", stage, stages: compiled });
      const images = { "docker/Dockerfile": plimsollImage, "docker/lab/Dockerfile": machine, [stage]: apiServer };
      lab = await composeUp(store, images);
    });
    afterAll(() => lab?.close());

    it("lets the auditor reach the bastion, and nothing else", () => {
      expect(lab.reaches("auditor", "10.77.0.11", 22)).toBe(false);
      expect(lab.reaches("bastion", "10.77.0.11", 22)).toBe(true);
    });

    it("is audited by the command of the README", async () => {
      const [, command = ""] = /compose\.yaml exec auditor (plimsoll audit .*)$/m.exec(readme) ?? [];
      const ended = await lab.exec("auditor", ...command.split(" "));
      expect(ended.stdout, ended.stderr).toContain("3 of 3 nodes read");
      expect(ended.stdout).toContain("https://10.77.0.11:6443 read (v1.36.2)");
      expect(ended.status).toBe(1);
    });

    it("leaves Not Reviewed of the nodes what the README says, for no systemd runs there", () => {
      const file = join(lab.volume("runs"), "first/assessment.json");
      const { findings } = JSON.parse(readFileSync(file, "utf8")) as Assessment;
      const reasons = findings.flatMap(({ id, groups }) => groups.map(({ literal }) => [id, literal.reason] as const));
      const unseen = reasons.filter(([, reason]) => reason.startsWith("Not seen"));
      expect(unseen.map(([id, reason]) => [id, reason.split(" ").slice(0, 4).join(" ")])).toEqual(
        ["V-242394", "V-242454", "V-242455"].map((id) => [id, "Not seen (unsupported): unit"]),
      );
      for (const [id] of unseen) expect(readme).toContain(id);
    });
  });
});
