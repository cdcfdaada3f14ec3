import { namedBy } from "../connect/known-hosts/host-patterns.ts";

/** What a Match goes by, as it is where it stands. */
export type MatchState = {
  /** Whom Host patterns are about: the name that was asked for, in the last pass what became of it. */
  readonly host: string;
  readonly original: string;
  /** HostName, as far as it has been said. */
  readonly hostName: string;
  readonly user: string;
  readonly localUser: string;
  /** The pass after all has been read once. */
  readonly isFinal: boolean;
  /** Somebody asks for that pass. */
  readonly wantFinal: () => void;
};

/** Ends the reading of a file: one clause, to which file and line are added. @throws ConfigRefusal */
export type Refuse = (words: string) => never;

/** Whether all criteria of a Match are met (readconf.c, match_cfg_line). */
export function matches(words: readonly string[], state: MatchState, refuse: Refuse): boolean {
  if (words.length === 0) refuse('"Match" has no criterion');
  let met = true;
  let criteria = 0;
  for (let index = 0; index < words.length; index += 1) {
    const [, negation = "", name = "", inline] = /^(!?)([^=]*)(?:=(.*))?$/s.exec(words[index] ?? "") ?? [];
    const criterion = name.toLowerCase();
    const plain = withoutArgument(criterion, { before: criteria, isLast: index + 1 === words.length }, state, refuse);
    criteria += 1;
    if (plain !== undefined) {
      met &&= plain !== (negation === "!");
      continue;
    }
    const subject = subjectOf(criterion, state);
    if (subject === undefined) {
      refuse(`"Match ${criterion}" needs ssh itself, which is not installed here`);
    } else {
      if (inline === undefined) index += 1;
      const argument = inline ?? words[index] ?? refuse(`"Match ${criterion}" has no pattern`);
      met &&= namedBy(argument.split(","), subject) !== (negation === "!");
    }
  }
  return met;
}

function withoutArgument(
  criterion: string,
  { before, isLast }: { readonly before: number; readonly isLast: boolean },
  state: MatchState,
  refuse: Refuse,
): boolean | undefined {
  if (criterion === "all") {
    if (before > 1 || !isLast) refuse('"Match all" stands alone');
    return true;
  }
  if (criterion === "final") state.wantFinal();
  return criterion === "final" || criterion === "canonical" ? state.isFinal : undefined;
}

function subjectOf(criterion: string, { hostName, original, user, localUser }: MatchState): string | undefined {
  if (criterion === "host") return hostName;
  if (criterion === "originalhost") return original;
  if (criterion === "user") return user;
  return criterion === "localuser" ? localUser : undefined;
}
