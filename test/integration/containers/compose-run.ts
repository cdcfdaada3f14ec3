import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { type ComposeFile, readComposeFile, type Service } from "./compose-file.ts";
import { type ImageStore, repository } from "./image-store.ts";
import { type Started, startContainer } from "./start-container.ts";

/** The services of docker/compose.yaml in containers, until the last of them is there. */
export type ComposeRun = {
  /** As `docker compose exec` would, in a container of the service started anew: a command, run to its end. */
  readonly exec: (service: string, ...command: readonly string[]) => Started["ended"];
  /** Whether a TCP port of an address is open to a service. */
  readonly reaches: (service: string, address: string, port: number) => boolean;
  /** Where a named volume's files are. */
  readonly volume: (name: string) => string;
  readonly close: () => Promise<void>;
};

const ip = (...args: readonly string[]): string => execFileSync("ip", args, { encoding: "utf8" });

/** Network namespaces for the services, joined by a bridge for each network; names of services lead to their addresses. */
function openNetworks({ services, networks }: ComposeFile) {
  const namespace = (name: string): string => `plimsoll-${process.pid}-${name}`;
  const hub = namespace("hub");
  const made: string[] = [];
  const addresses = new Map<string, Map<string, string>>();
  const make = (name: string): void => {
    ip("netns", "add", name);
    made.push(name);
    ip("-n", name, "link", "set", "lo", "up");
  };
  make(hub);
  for (const [index, network] of Object.keys(networks).entries()) {
    ip("-n", hub, "link", "add", `br${index}`, "type", "bridge");
    ip("-n", hub, "link", "set", `br${index}`, "up");
    const members = new Map<string, string>();
    for (const [place, name] of Object.keys(services).entries()) {
      const joined = services[name]?.networks?.[network];
      // As Docker gives out addresses where none is wished for.
      if (joined !== undefined) members.set(name, joined?.ipv4_address ?? `172.31.${index}.${place + 2}`);
    }
    addresses.set(network, members);
  }
  for (const [place, [name, service]] of Object.entries(services).entries()) {
    if (service.network_mode?.startsWith("service:")) continue;
    make(namespace(name));
    for (const [index, network] of Object.keys(networks).entries()) {
      const address = addresses.get(network)?.get(name);
      if (address === undefined) continue;
      const [here, there] = [`v${place}-${index}`, `eth${index}`];
      ip("-n", hub, "link", "add", here, "type", "veth", "peer", "name", there, "netns", namespace(name));
      ip("-n", hub, "link", "set", here, "master", `br${index}`, "up");
      ip("-n", namespace(name), "address", "add", `${address}/24`, "dev", there);
      ip("-n", namespace(name), "link", "set", there, "up");
    }
  }
  return {
    namespaceOf: (name: string): string => {
      const mode = services[name]?.network_mode ?? "";
      return namespace(mode.startsWith("service:") ? mode.slice("service:".length) : name);
    },
    /** What Docker's resolver would tell a service. */
    hostsOf: (name: string): string =>
      ["127.0.0.1 localhost"]
        .concat(
          ...[...addresses.values()]
            .filter((members) => members.has(name))
            .map((members) => [...members].map(([other, address]) => `${address} ${other}`)),
        )
        .join("\n"),
    close: (): void => {
      for (const name of made) ip("netns", "delete", name);
    },
  };
}

/** Starts what docker/compose.yaml says, in its order and with its rights; `images` by their Dockerfile, or stage of it. */
export async function composeUp(store: ImageStore, images: Readonly<Record<string, string>>): Promise<ComposeRun> {
  const file = readComposeFile();
  const networks = openNetworks(file);
  const running = new Map<string, Started>();
  const volume = (name: string): string => join(store.folder, "volumes", name);
  for (const name of Object.keys(file.volumes)) mkdirSync(volume(name), { recursive: true });
  const service = (name: string): Service => {
    const found = file.services[name];
    if (found === undefined) throw new Error(`there is no service ${name}`);
    return found;
  };

  /** What is mounted into a service, the names that Docker's resolver would know among it. */
  function placesOf(name: string): readonly string[] {
    const hosts = join(store.folder, `hosts-${name}`);
    writeFileSync(hosts, `${networks.hostsOf(name)}\n`);
    const mounts = service(name).volumes ?? [];
    const here = (from: string): string => (from.startsWith(".") ? join(repository, "docker", from) : volume(from));
    return [`${hosts}:/etc/hosts`, ...mounts.map((mount) => mount.replace(/^[^:]+/, here))];
  }

  async function start(name: string, command?: readonly string[]): Promise<Started> {
    const { build, entrypoint, environment = {}, read_only, cap_drop, tmpfs = [] } = service(name);
    const container = await store.container(images[build.target ?? build.dockerfile] ?? "");
    const given = entrypoint ?? [...(container.config.Entrypoint ?? []), ...(service(name).command ?? [])];
    return startContainer(container, {
      name,
      command: command ?? given,
      environment,
      places: placesOf(name),
      temporary: tmpfs,
      readOnly: read_only ?? false,
      ...(cap_drop?.includes("ALL") ? { capabilities: [] } : {}),
      network: networks.namespaceOf(name),
    });
  }

  async function exec(name: string, ...command: readonly string[]): Started["ended"] {
    return (await start(name, command)).ended;
  }

  async function awaitCondition(name: string, condition: string): Promise<void> {
    const started = running.get(name);
    if (started === undefined) throw new Error(`${name} is not started yet`);
    if (condition === "service_completed_successfully") {
      const { status, stderr } = await started.ended;
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    }
    if (condition === "service_healthy") await healthy(started, service(name).healthcheck?.test.slice(1) ?? []);
  }

  try {
    // A new volume takes the owner of the place that the image has for it.
    chownSync(volume("runs"), 10_001, 10_001);
    for (const [name, { depends_on = {}, entrypoint }] of Object.entries(file.services)) {
      for (const [other, { condition }] of Object.entries(depends_on)) await awaitCondition(other, condition);
      // What only waits for `exec` is started by it.
      if (entrypoint?.[0] !== "sleep") running.set(name, await start(name));
    }
  } catch (error) {
    await close();
    throw error;
  }

  async function close(): Promise<void> {
    for (const { child } of running.values()) child.kill("SIGTERM");
    await Promise.all([...running.values()].map(({ ended }) => ended));
    networks.close();
  }

  return {
    exec,
    reaches: (name, address, port) => {
      const probe = ["netns", "exec", networks.namespaceOf(name), "bash", "-c", `exec 3<>/dev/tcp/${address}/${port}`];
      try {
        execFileSync("ip", probe, { stdio: "ignore" });
        return true;
      } catch {
        return false;
      }
    },
    volume,
    close,
  };
}

/** Until the healthcheck passes in the container; it runs in its namespaces. */
async function healthy({ child, ended }: Started, check: readonly string[]): Promise<void> {
  let over: string | undefined;
  void ended.then(({ stderr }) => {
    over = `it ended: ${stderr}`;
  });
  const passes = (): boolean => {
    if (over !== undefined) return true;
    try {
      const [first = ""] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").split(" ");
      execFileSync("nsenter", ["--target", first, "--mount", "--net", "--pid", "--root", "--", ...check], {
        stdio: "ignore",
      });
      return true;
    } catch {
      return false;
    }
  };
  await vi.waitUntil(passes, { timeout: 60_000, interval: 100 });
  if (over !== undefined) throw new Error(over);
}
