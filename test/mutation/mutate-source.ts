import ts from "typescript";

/** One small change of a source file that a test should notice. */
export type Mutant = {
  readonly id: number;
  readonly file: string;
  /** Line from 1. */
  readonly line: number;
  readonly original: string;
  readonly mutated: string;
};

/** A file's text in which every mutant is present and asleep: `__m(id) ? mutated : original`; loops call `__turn()`. */
export type MutatedSource = { readonly text: string; readonly mutants: readonly Mutant[] };

/** What a mutant that turns a verdict into a pass puts in its place. */
const pass = '({ status: "not_a_finding", reason: "mutant", seen: [] })';
const verdictMakers = ["open", "notReviewed", "notApplicable", "unseenVerdict"];

const opposites: ReadonlyMap<ts.SyntaxKind, readonly string[]> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
  [ts.SyntaxKind.LessThanToken, ["<=", ">="]],
  [ts.SyntaxKind.LessThanEqualsToken, ["<", ">"]],
  [ts.SyntaxKind.GreaterThanToken, [">=", "<="]],
  [ts.SyntaxKind.GreaterThanEqualsToken, [">", "<"]],
  [ts.SyntaxKind.AmpersandAmpersandToken, ["||"]],
  [ts.SyntaxKind.BarBarToken, ["&&"]],
]);

/** Calls whose text arguments decide something; texts elsewhere are words for people. */
const askingCalls = /^(text|list|boolean|written|position|has|includes|startsWith|endsWith|number|duration|setting)$/;

const isText = (node: ts.Node): node is ts.StringLiteral => ts.isStringLiteral(node) && node.text !== "";

/** Whether a text is compared, asked for, or a member of a list of names: then it decides. */
function decides(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind !== ts.SyntaxKind.PlusToken;
  if (ts.isElementAccessExpression(parent)) return true;
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false;
  return askingCalls.test(parent.expression.name.text);
}

function binary(node: ts.BinaryExpression, text: (part: ts.Node) => string): readonly string[] {
  const [left, right] = [text(node.left), text(node.right)];
  const swapped = (opposites.get(node.operatorToken.kind) ?? []).map((operator) => `${left} ${operator} ${right}`);
  const isLogical =
    node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    node.operatorToken.kind === ts.SyntaxKind.BarBarToken;
  return isLogical ? [...swapped, left, right] : swapped;
}

function call(node: ts.CallExpression, text: (part: ts.Node) => string): readonly string[] {
  if (ts.isIdentifier(node.expression) && verdictMakers.includes(node.expression.text)) return [pass];
  if (!ts.isPropertyAccessExpression(node.expression)) return [];
  const list = text(node.expression.expression);
  const given = node.arguments.map(text).join(", ");
  const method = node.expression.name.text;
  if (method === "some") return [`${list}.every(${given})`];
  if (method === "every") return [`${list}.some(${given})`];
  return method === "filter" ? [list] : [];
}

const isTest = (node: ts.Node): boolean =>
  (ts.isIfStatement(node.parent) && node.parent.expression === node) ||
  (ts.isConditionalExpression(node.parent) && node.parent.condition === node);

/** The changes of one expression, as texts. */
function changes(node: ts.Expression, text: (part: ts.Node) => string): readonly string[] {
  const forced = isTest(node) ? ["true", "false"] : [];
  if (ts.isBinaryExpression(node)) return [...forced, ...binary(node, text)];
  if (ts.isCallExpression(node)) return [...forced, ...call(node, text)];
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return [...forced, text(node.operand)];
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ["false"];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ["true"];
  if (ts.isNumericLiteral(node)) return [`${text(node)} + 1`, `${text(node)} - 1`];
  if (ts.isRegularExpressionLiteral(node)) return ["/(?:)/", "/$^/"];
  if (isText(node) && decides(node)) return [`"${node.text}?"`];
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.map(
      (_, left) =>
        `[${node.elements
          .filter((__, index) => index !== left)
          .map(text)
          .join(", ")}]`,
    );
  }
  return forced;
}

/** Places where an expression may stand but none can be put: names of properties, types, imports, the left of `=`. */
function isFixed(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return true;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return true;
  return ts.isArrayBindingPattern(node) || ts.isObjectBindingPattern(node);
}

/** Functions, variables and properties that hold what is said to people, by their names: they decide nothing. */
const wordFunctions =
  /^(show[A-Z]\w*|describe\w*|remark\w*|substitutionOf|inPlaceOf|listed|rowsOf|levelRows|exemptionRow|sentence|seenFile|exempted|readingsOf|wordsOf|kubeletCheck|changesFor|summarise|decidedBy|with(Drift|SeveralManifests|NextStart)|fold|sameness|comparable)$/;
const wordNames =
  /^(seen|notes|reason|sentence|what|says|expected|check|fix|errata|passes|readings|changes|whenUnset|caution|command|effectively|summary|substitution|from)$/;

function nameOf(node: ts.Node): string {
  const isNamed = ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node);
  return isNamed && node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : "";
}

/** Whether a node holds only words: what a verdict says, how a finding is described, what is shown. */
function isWords(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) {
    return wordFunctions.test(nameOf(node)) || wordNames.test(nameOf(node));
  }
  if (ts.isPropertyAssignment(node)) return wordNames.test(nameOf(node));
  const { parent } = node;
  if (parent === undefined || !ts.isCallExpression(parent) || parent.expression === node) return false;
  return ts.isIdentifier(parent.expression) && [...verdictMakers, "notAFinding"].includes(parent.expression.text);
}

/** The block of a loop: a mutant may make it endless, so that its turns are counted. */
const isLoopBody = (node: ts.Node): boolean => ts.isBlock(node) && ts.isIterationStatement(node.parent, false);

/** Puts every mutant of a file into it; ids count on from `firstId`. */
export function mutateSource(file: string, content: string, firstId: number): MutatedSource {
  const source = ts.createSourceFile(file, content, ts.ScriptTarget.ES2023, true);
  const mutants: Mutant[] = [];
  const plain = (node: ts.Node): string => node.getText(source);
  const emit = (node: ts.Node): string => {
    if (node !== source && (isFixed(node) || isWords(node))) return plain(node);
    const inner = withChildren(node);
    if (isLoopBody(node)) return `{ __turn(); ${inner.slice(1)}`;
    if (!ts.isExpression(node)) return inner;
    const made = changes(node, plain).map((mutated): Mutant => {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      return { id: firstId + mutants.length, file, line, original: plain(node), mutated };
    });
    // Ids are taken in the order of this array's making; children took theirs before.
    const woken = made.map((mutant, index) => ({ ...mutant, id: firstId + mutants.length + index }));
    mutants.push(...woken);
    return woken.reduceRight((rest, { id, mutated }) => `(__m(${id}) ? (${mutated}) : ${rest})`, inner);
  };
  const withChildren = (node: ts.Node): string => {
    let text = "";
    let end = node.getStart(source);
    ts.forEachChild(node, (child) => {
      text += content.slice(end, child.getStart(source)) + emit(child);
      end = child.getEnd();
    });
    return text + content.slice(end, node.getEnd());
  };
  return { text: withChildren(source), mutants };
}
