import { isIP } from "node:net";
import { isAbsolute } from "node:path";
import type { TakenKeyword } from "./keywords.ts";
import type { Refuse } from "./match.ts";
import { ConfigRefusal, readStatements, type Statement } from "./statements.ts";
import {
  hostKeyPolicies,
  type Operator,
  present,
  type Question,
  type Reading,
  type Taken,
  withoutSchemes,
} from "./taken.ts";
import { expandHostName, expandPath, UnknownTokenError } from "./tokens.ts";

/** What has been said so far: the first word of each keyword counts, of files all. */
type Said = Partial<Record<TakenKeyword, string>> & {
  readonly identityFiles: string[];
  readonly certificateFiles: string[];
};

/** Reads an ssh_config as `ssh -G -F FILE NAME` would, and refuses what it cannot know. Never throws. */
export function readOwn(file: string, question: Question, operator: Operator): Reading {
  try {
    return { taken: takenOf(sayings(file, question, operator), question, operator) };
  } catch (error) {
    if (error instanceof ConfigRefusal) return { refusal: error.message };
    if (error instanceof UnknownTokenError) return { refusal: `${file}: ${error.message}` };
    throw error;
  }
}

function sayings(file: string, { name, user, port }: Question, operator: Operator): Said {
  const said: Said = {
    identityFiles: [],
    certificateFiles: [],
    ...present({ user, port: port === undefined ? undefined : String(port) }),
  };
  let wantsFinal = false;
  const pass = (host: string, isFinal: boolean): void =>
    readStatements(file, {
      base: operator,
      state: () => ({
        host,
        original: name,
        hostName: expandHostName(said.hostname ?? host, name),
        user: said.user ?? operator.user,
        localUser: operator.user,
        isFinal,
        wantFinal: () => {
          wantsFinal = true;
        },
      }),
      take: (statement, refuse) => take(said, statement, refuse),
    });
  pass(name, false);
  if (wantsFinal) pass(hostNameOf(said, name), true);
  return said;
}

function hostNameOf({ hostname }: Said, name: string): string {
  const expanded = expandHostName(hostname ?? name, name);
  return isIP(expanded) === 0 ? expanded.toLowerCase() : expanded;
}

function take(said: Said, { keyword, words, rest }: Statement, refuse: Refuse): void {
  if (keyword === "proxycommand") {
    if (said.proxyjump === undefined) said.proxycommand ??= rest;
    return;
  }
  const [value = refuse(`"${keyword}" has no value`)] = words;
  if (keyword === "identityfile" || keyword === "certificatefile") {
    said[keyword === "identityfile" ? "identityFiles" : "certificateFiles"].push(value);
    return;
  }
  if (words.length > 1 && keyword !== "userknownhostsfile") refuse(`"${keyword}" has more than one value`);
  check(keyword, value, refuse);
  if (keyword === "proxyjump" && said.proxycommand !== undefined) return;
  said[keyword] ??= value;
}

function check(keyword: TakenKeyword, value: string, refuse: Refuse): void {
  if (keyword === "port" && !(/^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535)) {
    refuse(`"${value}" is no port`);
  }
  if (keyword === "connecttimeout" && value !== "none" && secondsOf(value) === undefined) {
    refuse(`"${value}" is no time`);
  }
  if (keyword === "stricthostkeychecking" && hostKeyPolicies[value.toLowerCase()] === undefined) {
    refuse(`"${value}" is no value of StrictHostKeyChecking`);
  }
}

function secondsOf(time: string): number | undefined {
  // Digits can be read in one way only: in two, long ones would take longer than anybody waits.
  if (!/^(?:\d+[smhdw])*\d+[smhdw]?$/i.test(time)) return undefined;
  const units: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
  const parts = [...time.toLowerCase().matchAll(/(\d+)([smhdw]?)/g)];
  return parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? 1), 0);
}

function takenOf(said: Said, question: Question, operator: Operator): Taken {
  const known = {
    hostName: hostNameOf(said, question.name),
    user: said.user ?? operator.user,
    port: Number(said.port ?? 22),
    ...present({ hostKeyAlias: said.hostkeyalias?.toLowerCase() }),
  };
  const expand = (path: string | undefined): string | undefined =>
    path === undefined || isWord(path) ? path : expandPath(path, question, known, operator);
  const seconds = secondsOf(said.connecttimeout ?? "none") ?? 0;
  return {
    ...known,
    identityFiles: said.identityFiles,
    certificateFiles: said.certificateFiles,
    ...present({
      knownHosts: expand(said.userknownhostsfile),
      proxyJump: withoutSchemes(unlessNone(said.proxyjump)),
      proxyCommand: unlessNone(said.proxycommand),
      connectTimeout: seconds > 0 ? seconds : undefined,
      strictHostKeyChecking: hostKeyPolicies[(said.stricthostkeychecking ?? "ask").toLowerCase()],
      identityAgent: expand(said.identityagent),
    }),
  };
}

const unlessNone = (value: string | undefined): string | undefined =>
  value?.toLowerCase() === "none" ? undefined : value;

/** `none`, `SSH_AUTH_SOCK`, `$VARIABLE`: no path. */
const isWord = (value: string): boolean => !isAbsolute(value) && !/[~%/]|\$\{/.test(value);
