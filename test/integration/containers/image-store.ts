import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
export const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs a program to its end; gives what it prints, and throws with what it says where it fails. */
export async function run(command: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute(command, args, { cwd: repository, maxBuffer: 2 ** 26 });
  return stdout.trim();
}

/** Of an image's configuration what a container is started by. */
export type ImageConfig = {
  readonly User?: string;
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
};

/** A container that was made of an image: where its files are, and how it is to be started. */
export type Container = { readonly root: string; readonly config: ImageConfig };

export type Build = {
  readonly dockerfile: string;
  /** The last one where none is named. */
  readonly stage?: string;
  /** Stages that are not built, for their files are already here. */
  readonly stages: Readonly<Record<string, string>>;
  readonly arguments?: Readonly<Record<string, string>>;
};

export type ImageStore = {
  /** Builds a Dockerfile on the base image; gives the image's name. */
  readonly build: (build: Build) => Promise<string>;
  readonly container: (image: string) => Promise<Container>;
  readonly folder: string;
  readonly close: () => Promise<void>;
};

// No test asks the network: what a Dockerfile installs has to be in its base.
const aptGet = `#!/bin/sh
[ "$1" != update ] || exit 0
for word; do
  case $word in
  install | -*) ;;
  *) dpkg-query --show "$word" >/dev/null 2>&1 || command -v "$word" >/dev/null || { echo "no $word" >&2; exit 100; } ;;
  esac
done
`;

/** What the base has of Debian, Node.js, npm and openssl: the lab's cached root, and this machine's programs. */
async function fillBase(root: string): Promise<void> {
  const [debian = ""] = (await run("bash", "test/lab/lab.sh", "base")).split("\n");
  await run("cp", "-a", `${debian}/.`, root);
  // What is not there has not to be digested.
  for (const place of ["doc", "locale", "man"]) rmSync(join(root, "usr/share", place), { recursive: true });
  const local = join(root, "usr/local");
  cpSync(process.execPath, join(local, "bin/node"), { dereference: true });
  const modules = await run("npm", "root", "--global");
  mkdirSync(join(local, "lib/node_modules"), { recursive: true });
  await run("cp", "-a", join(modules, "npm"), join(local, "lib/node_modules"));
  for (const name of ["npm", "npx"]) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(local, "bin", name));
  }
  writeFileSync(join(local, "bin/apt-get"), aptGet, { mode: 0o755 });
  await run("cp", "-L", "/usr/bin/openssl", join(root, "usr/bin"));
  mkdirSync(join(root, "usr/lib/ssl"));
  await run("cp", "-L", "/usr/lib/ssl/openssl.cnf", join(root, "usr/lib/ssl"));
}

/** Images in a folder of their own, made by buildah without an engine or a registry. */
export async function openImageStore(): Promise<ImageStore> {
  // Overlay mounts are wanted of the file system, as by the lab.
  const folder = mkdtempSync("/var/tmp/plimsoll-images-");
  const store = ["--storage-driver", "overlay", "--root", join(folder, "storage"), "--runroot", join(folder, "run")];
  const buildah = (...args: readonly string[]): Promise<string> => run("buildah", ...store, ...args);
  const base = "localhost/plimsoll-test-base";

  const making = await buildah("from", "scratch");
  await fillBase(await buildah("mount", making));
  await buildah("commit", "--quiet", "--rm", "--disable-compression", making, base);

  return {
    folder,
    async build({ dockerfile, stage, stages, arguments: given = {} }) {
      const tag = `localhost/${dockerfile.toLowerCase()}${stage === undefined ? "" : `-${stage}`}`;
      const target = stage === undefined ? [] : [`--target=${stage}`];
      const contexts = Object.entries(stages).map(([name, place]) => `--build-context=${name}=${place}`);
      const args = Object.entries({ ...given, BASE: base }).map(([name, value]) => `--build-arg=${name}=${value}`);
      // Docker finds the ignore file by its name.
      const ignored = `--ignorefile=${dockerfile}.dockerignore`;
      await buildah(
        "build",
        "--isolation=chroot",
        ignored,
        ...target,
        ...contexts,
        ...args,
        "-f",
        dockerfile,
        "-t",
        tag,
        ".",
      );
      return tag;
    },
    async container(image) {
      const name = await buildah("from", image);
      const [root, inspected] = await Promise.all([buildah("mount", name), buildah("inspect", name)]);
      return { root, config: JSON.parse(inspected).OCIv1.config };
    },
    async close() {
      await buildah("rm", "--all");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
