/**
 * What is secret in the words of a command line that came from the API, taken away before it is evidence. What comes from a
 * node was redacted there, by the reader; its patterns are the longer list, for they meet whole files.
 */
const secretName =
  /(?:^|[^A-Za-z])(?:token|secret|pass|pwd|psk|dsn)$|(?:token|secret|password|passwd|passphrase|cookie|key-?data|connection[_-]?string)$|(?:api|access|secret|private|certificate|encryption|account|auth|shared|signing|master)[_-]?key$/i;

const forms: readonly (readonly [RegExp, string])[] = [
  [/([?&;][\w.-]*(?:token|secret|password|sig|signature|key|code|credential)=)[^&\s]+/gi, "$1REDACTED"],
  [/\b(bearer\s+)[\w.~+/=-]+/gi, "$1REDACTED"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w.-]*/g, "REDACTED"],
  [/(?<![\w./-])[a-z0-9]{6}\.[a-z0-9]{16}(?![\w./-])/g, "REDACTED"],
  [/\bLS0tLS1CRUdJTi[\w+/-]*(?:UFJJVkFURSBLRV|BSSVZBVEUgS0VZ|QUklWQVRFIEtFW)[\w+/=-]*/g, "REDACTED"],
  [/\bK10[a-f0-9]+::\S+/g, "REDACTED"],
];

// A password may hold what ends it elsewhere, so it goes on to the last @ before the next address.
const withoutUsers = (text: string): string =>
  text
    .split("://")
    .map((part, index) => (index === 0 ? part : part.replace(/^(?:[^/@:\s]*:\S*|[^/@\s]+)@/, "REDACTED@")))
    .join("://");

const byForm = (text: string): string =>
  forms.reduce((rest, [form, instead]) => rest.replace(form, instead), withoutUsers(text));

/** Names what is filled in elsewhere, and is none itself. */
const isReference = (value: string): boolean => /^\$\([\w.-]+\)$/.test(value);

function redactOne(word: string, before: string | undefined): string {
  const [, dashes = "", name = "", value] = /^(-{0,2})([\w.-]+)=(.*)$/s.exec(word) ?? [];
  if (value !== undefined && value !== "" && !isReference(value) && secretName.test(name))
    return `${dashes}${name}=REDACTED`;
  const isValue = before !== undefined && /^--?[\w.-]+$/.test(before) && !word.startsWith("-");
  return isValue && secretName.test(before) ? "REDACTED" : byForm(word);
}

/** The words of a command line without the secrets in them; as many words as before. */
export const redactWords = (words: readonly string[]): readonly string[] =>
  words.map((word, index) => redactOne(word, words[index - 1]));

/** Variables without the secrets in them. */
export const redactVariables = (variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, secretName.test(name) ? "REDACTED" : byForm(value)]),
  );
