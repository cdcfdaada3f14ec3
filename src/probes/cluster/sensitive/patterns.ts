import { underSecretName } from "../../../evidence/sensitive.ts";
import { isLiteral, isPlaceholder, isSecretName } from "./literal-values.ts";

/**
 * A form of text that shows a credential. Every repetition has a bound, or begins only where a word begins: the time of a
 * search grows with the text, whatever stands in it.
 */
export type Pattern = {
  readonly name: string;
  readonly form: RegExp;
  /** What the text has to hold somewhere, too. */
  readonly requires?: RegExp;
  /** What the form cannot say: of a match and the whole text. */
  readonly accepts?: (match: RegExpExecArray, text: string) => boolean;
};

// A quote, as it stands in JSON that is itself a string of JSON.
const quote = String.raw`(?:\\{0,7}["'])`;
const space = String.raw`[ \t\r\n]{0,20}`;
const value = String.raw`[^\s"',;&}\\]`;

/** A secret of AWS's form: 40 characters of several kinds; a digest in hexadecimal is none. */
const awsSecret = /(?<![A-Za-z0-9/+=])(?![0-9a-f]{40})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/;

/** Whether a text is nothing but an AWS secret. */
export const isAwsSecret = (text: string): boolean => text.trim().length === 40 && awsSecret.test(text.trim());

const near = 400;

/** Credentials by their form. */
export const classA: readonly Pattern[] = [
  { name: "private key", form: /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g },
  {
    name: "AWS access key with its secret",
    form: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
    accepts: ({ index }, text) => awsSecret.test(text.slice(Math.max(0, index - near), index + near)),
  },
  { name: "GitHub token", form: /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40})/g },
  { name: "GitLab token", form: /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20}/g },
  { name: "Slack token", form: /(?<![A-Za-z0-9])xox[abprs]-[A-Za-z0-9-]{10}/g },
  {
    name: "key of a Google service account",
    requires: new RegExp(`${quote}type${quote}${space}:${space}${quote}service_account${quote}`),
    form: new RegExp(`${quote}private_key${quote}${space}:${space}${quote}[^"'\\\\]`, "g"),
  },
  {
    name: "kubeconfig with a credential",
    requires: new RegExp(`(?<![A-Za-z])kind${quote}?[ \\t]{0,20}:[ \\t]{0,20}${quote}?Config(?![A-Za-z])`),
    form: new RegExp(
      `(?<![\\w-])(?:client-key-data|token|password)${quote}?[ \\t]{0,20}:[ \\t]{0,20}${quote}?(${value}{1,256})`,
      "g",
    ),
    accepts: ([, given = ""]) => isLiteral(given),
  },
  {
    name: "credential of an image registry",
    requires: new RegExp(`${quote}auths${quote}${space}:`),
    form: new RegExp(`${quote}(?:auth|password|identitytoken)${quote}${space}:${space}${quote}(${value}{1,256})`, "g"),
    accepts: ([, given = ""]) => !isPlaceholder(given),
  },
  {
    name: "URL with a password",
    form: /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}:\/\/[^\s/:@"'<>\\]{0,128}:([^\s/@"'<>\\]{1,256})@/g,
    accepts: ([, password = ""]) => !isPlaceholder(password),
  },
];

/** Bits of a text's characters, each by how often it occurs. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

const leastBits = 4;
// Words joined by these are names and paths: one piece has to look like chance by itself.
const piece = /[/_-]/;
const isMixed = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);

const decoded = (word: string): string => Buffer.from(word, "base64").toString("latin1");
const isPublic = (text: string): boolean =>
  /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}(?:CERTIFICATE|PUBLIC KEY)-----/.test(text);

const looksLikeChance = (word: string): boolean =>
  isMixed(word) &&
  word.split(piece).some((part) => part.length >= 16 && isMixed(part)) &&
  bitsPerCharacter(word) >= leastBits &&
  !isPublic(decoded(word));

/** Whether a class A form is in what a word of base64 stands for. */
const holdsClassA = (word: string): boolean => {
  const text = decoded(word);
  return classA.some(
    ({ form, requires, accepts = () => true }) =>
      requires?.test(text) !== false && [...text.matchAll(form)].some((match) => accepts(match, text)),
  );
};

/** What may be a credential. */
export const classB: readonly Pattern[] = [
  {
    name: underSecretName,
    form: new RegExp(
      `(?<![\\w.-])([\\w.-]{1,64})${quote}?[ \\t]{0,3}[=:](?=[ \\t]{0,3}${quote}?(${value}{1,256}))`,
      "g",
    ),
    accepts: ([, name = "", given = ""]) => isSecretName(name) && isLiteral(given),
  },
  {
    name: "JSON web token",
    form: /(?<![\w-])eyJ[\w-]{10,4096}\.eyJ[\w-]{5,8192}\.[\w-]{10}/g,
  },
  {
    name: "base64 of a credential",
    form: /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/]{40,}={0,2}/g,
    accepts: ([word]) => holdsClassA(word),
  },
  {
    name: "password hash",
    form: /(?<![A-Za-z0-9$])\$(?:2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}|(?:1|5|6|7|y|gy|apr1)\$[^\s$:"']{1,64}\$(?:[^\s$:"']{1,64}\$)?[./A-Za-z0-9]{22})/g,
  },
  {
    name: "text like chance",
    form: /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{20,}={0,2}/g,
    accepts: ([word]) => looksLikeChance(word),
  },
];
