import type { FileStat } from "../../evidence/files.ts";
import { oncePerText } from "./once-per-text.ts";
import { parseStatLines } from "./stat-lines.ts";

/** What `credentials` answers: where the reader looked for credentials of people and clouds, and what is there. */
export type CredentialPlaces = {
  /** Home directories with the ids of the users whose they are. */
  readonly homes: ReadonlyMap<string, readonly number[]>;
  /** Files that may be kubeconfigs. */
  readonly kubeconfigs: readonly FileStat[];
  /** Credentials and configurations of clouds. */
  readonly cloudFiles: readonly FileStat[];
  /** Places that could not be looked into. */
  readonly unseen: readonly string[];
  /** Homes on file systems of the network, which were left alone. */
  readonly served: readonly string[];
};

// The names that the reader looks for, which its sweep tells apart in the same way.
const ofCloud = /\/(\.aws|\.azure|gcloud)\/[^/]+$|^\/etc\/kubernetes\/(azure\.json|cloud[^/]*)$/;

const withoutSlash = (path: string): string => path.replace(/(.)\/$/s, "$1");

function readHomes(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const homes = new Map<string, number[]>();
  for (const line of lines) {
    const [, uid, path] = /^home\|(\d{1,10})\|(\/.*)\/$/.exec(line) ?? [];
    if (uid === undefined || path === undefined) throw new Error(`not a home: ${JSON.stringify(line.slice(0, 80))}`);
    const owners = homes.get(path);
    if (owners === undefined) homes.set(path, [Number(uid)]);
    else owners.push(Number(uid));
  }
  for (const owners of homes.values()) owners.sort((a, b) => a - b);
  return homes;
}

/** @throws Error at a line of another form, or where a name makes two of one. */
export const parseCredentialPlaces = (payload: Buffer): CredentialPlaces => parsePlaces(payload.toString("latin1"));

// Nodes of a fleet have the same users, with the same homes.
const parsePlaces = oncePerText((latin1): CredentialPlaces => {
  const payload = Buffer.from(latin1, "latin1");
  const lines = payload
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
  const stray = lines.find((line) => !/^(home|unseen|served|e|t)\|/.test(line));
  if (stray !== undefined) throw new Error(`not a place of credentials: ${JSON.stringify(stray.slice(0, 80))}`);
  const of = (kind: string) => lines.filter((line) => line.startsWith(`${kind}|`));
  const paths = (kind: string) =>
    [...new Set(of(kind).map((line) => withoutSlash(line.slice(kind.length + 1))))].toSorted();
  const stats = latin1
    .split("\n")
    .filter((line) => /^[et]\|/.test(line))
    .join("\n");
  const files = parseStatLines(Buffer.from(stats, "latin1"), "/").toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return {
    homes: readHomes(of("home")),
    kubeconfigs: files.filter(({ path }) => !ofCloud.test(path)),
    cloudFiles: files.filter(({ path }) => ofCloud.test(path)),
    unseen: paths("unseen"),
    served: paths("served"),
  };
});
