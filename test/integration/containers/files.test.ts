import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseInventory } from "../../../src/inventory/load.ts";
import { toolVersion } from "../../../src/tool-version.ts";
import { composePath, composeProblems, readComposeFile } from "./compose-file.ts";
import { repository } from "./image-store.ts";

const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const { services, networks, volumes } = readComposeFile();

describe("docker/compose.yaml", () => {
  it("is admitted by the Compose Specification's schema, which would notice a mistake", () => {
    const text = readFileSync(composePath, "utf8");
    expect(composeProblems(text)).toEqual([]);
    for (const [right, wrong] of [
      ["read_only: true", "read-only: true"],
      ["internal: true", "internal: [1]"],
      ["condition: service_healthy", "condition: healthy"],
    ] as const) {
      expect(text).toContain(right);
      expect(composeProblems(text.replace(right, wrong)), wrong).not.toEqual([]);
    }
  });

  it("names no service, network, volume or file that there is not", () => {
    for (const [name, service] of Object.entries(services)) {
      const { depends_on = {}, network_mode: mode = "" } = service;
      const others = [...Object.keys(depends_on), ...(mode.startsWith("service:") ? [mode.slice(8)] : [])];
      expect(Object.keys(services), name).toEqual(expect.arrayContaining(others));
      expect(Object.keys(networks), name).toEqual(expect.arrayContaining(Object.keys(service.networks ?? {})));
      const { dockerfile, target } = service.build;
      expect(existsSync(join(repository, dockerfile)), name).toBe(true);
      if (target !== undefined) expect(read(dockerfile), name).toContain(` AS ${target}\n`);
      for (const volume of service.volumes ?? []) {
        const [from = ""] = volume.split(":");
        if (from.startsWith(".")) expect(existsSync(join(repository, "docker", from)), from).toBe(true);
        else expect(Object.keys(volumes)).toContain(from);
      }
    }
  });

  it("lets nobody out, nobody but the bastion into both networks, and the auditor do nothing but audit", () => {
    expect(Object.values(networks).map(({ internal }) => internal)).toEqual([true, true]);
    const members = (network: string): readonly string[] =>
      Object.keys(services).filter((name) => network in (services[name]?.networks ?? {}));
    expect(members("nodes")).toEqual(["cp1", "w1", "w2", "bastion"]);
    expect(members("outside")).toEqual(["bastion", "auditor"]);
    expect(services["auditor"]).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      build: { dockerfile: "docker/Dockerfile" },
    });
    expect(Object.values(services).filter((service) => "privileged" in service || "cap_add" in service)).toEqual([]);
  });

  it("has an inventory of its machines, behind the bastion", () => {
    const { hosts } = parseInventory(read("docker/lab/inventory.yaml"), "/inventory.yaml", { home: "/" });
    const machines = Object.keys(services).filter((name) => services[name]?.command?.[0] === "node");
    expect(hosts.map(({ name }) => name)).toEqual(machines);
    for (const { ssh } of hosts) expect(ssh.jumps).toMatchObject([{ address: "bastion" }]);
  });
});

describe.each(["docker/Dockerfile", "docker/lab/Dockerfile"])("%s", (path) => {
  const text = read(path);
  // As Docker reads it: a line goes on after a backslash, and comments between do not count.
  const instructions = text
    .replace(/^\s*#.*\n/gm, "")
    .replaceAll("\\\n", " ")
    .split("\n");
  const all = (name: string): readonly string[] =>
    instructions.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));

  it("begins every stage with one base, which is pinned by version and digest, and may be given", () => {
    expect(new Set(all("FROM").map((from) => from.split(" ")[0]))).toEqual(new Set(["$" + "{BASE}"]));
    expect(all("ARG")[0]).toMatch(/^BASE=docker\.io\/library\/\w+:[\w.-]*\d[\w.-]*-slim@sha256:[0-9a-f]{64}$/);
  });

  it("installs no more than it names, leaves no list of packages, and copies by nothing but COPY", () => {
    const installs = all("RUN").filter((one) => one.includes("apt-get install"));
    expect([installs.length, all("WORKDIR").length]).not.toContain(0);
    for (const run of installs) {
      expect(run).toMatch(
        /^apt-get update +&& apt-get install --yes --no-install-recommends .* && rm -rf \/var\/lib\/apt\/lists/,
      );
    }
    for (const run of all("RUN").filter((one) => one.includes("npm ci"))) expect(run).toContain("--ignore-scripts");
    expect(all("ADD")).toEqual([]);
    for (const place of all("WORKDIR")) expect(place).toMatch(/^\//);
  });
});

describe("the build of the images", () => {
  it("labels the image with the version of the package", () => {
    expect(read("docker/Dockerfile")).toContain(`\nARG VERSION=${toolVersion}\n`);
  });

  it("has the Debian of the lab's nodes", () => {
    const [, suite = ""] = /^SUITE=(\w+)$/m.exec(read("test/lab/base.sh")) ?? [];
    expect(read("docker/lab/Dockerfile")).toContain(`ARG BASE=docker.io/library/debian:${suite}-`);
  });

  it("is given the files that its npm scripts and the package name, and none by chance", () => {
    const { scripts, files } = JSON.parse(read("package.json")) as {
      readonly scripts: Readonly<Record<string, string>>;
      readonly files: readonly string[];
    };
    const [everything, ...given] = read("docker/Dockerfile.dockerignore").trim().split("\n").slice(1);
    expect(everything).toBe("*");
    const words = ["build", "sbom"].flatMap((name) => (scripts[name] ?? "").split(" "));
    const scriptsOfOurs = readdirSync(join(repository, ".github")).filter((name) => name.endsWith(".mjs"));
    const wanted = [...words, ...files, ...scriptsOfOurs.map((name) => `.github/${name}`), "src", "templates"].filter(
      (path) => !path.startsWith("dist/") && existsSync(join(repository, path)),
    );
    expect(wanted).toEqual(
      expect.arrayContaining(["tsconfig.json", ".github/build.mjs", ".github/sbom.mjs", "docs/plimsoll.1"]),
    );
    const isGiven = (path: string): boolean =>
      given.some((line) => path === line.slice(1) || path.startsWith(`${line.slice(1)}/`));
    expect(wanted.filter((path) => !isGiven(path))).toEqual([]);
  });
});
