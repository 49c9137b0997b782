/** A word that the project does not use, and what replaces it. */
interface GoneWord {
  readonly pattern: RegExp;
  readonly use: string;
  /** Where the word is gone; everywhere else it may mean something else. */
  readonly under?: readonly string[];
}

/* Words are compared in lower case, with identifiers split: "wayBack" and "way-back" read "way back". */
const GONE: readonly GoneWord[] = [
  { pattern: /\bforet(?:ell|old)\w*/, use: "expected" },
  { pattern: /\bsins?\b/, use: "violation" },
  { pattern: /\btold\b|\b(?:tells?|telling) of\b/, use: "reports, warns" },
  { pattern: /\bways? back\b/, use: "rollback" },
  { pattern: /\bways? out\b/, use: "fix" },
  { pattern: /\bborn\b|\bbirth\b/, use: "created, at creation" },
  { pattern: /\banew\b/, use: "again; recreated" },
  { pattern: /\bdies\b/, use: "is destroyed" },
  { pattern: /\b(?:is|are|was|were) gone\b/, use: "is removed" },
  { pattern: /\b(?:gives?|gave|given|giving) up (?:its|their|the|all) nodes\b/, use: "scale to 0" },
  { pattern: /\bno new pods on\b/, use: "cordon" },
  { pattern: /\bwhat runs inside\b/, use: "in-cluster resources" },
  { pattern: /\b(?:not|never) judged\b|\bunjudged\b/, use: "not evaluated" },
  { pattern: /\b(?:not )?in view\b/, use: "not in these plans" },
  { pattern: /\brefus(?:e|es|ed|al|als|ing)\b/, use: "reject, rejected" },
  { pattern: /\bno such thing\b/, use: "invalid value: expected a or b" },
  { pattern: /\bis no day\b/, use: "not a date (YYYY-MM-DD)" },
  { pattern: /\bthere are two of\b/, use: "duplicate" },
  { pattern: /\bfault of (?:ours|\w+ itself)\b/, use: "internal error" },
  { pattern: /\bcame under code\b/, use: "set when importing an existing resource" },
  { pattern: /\bknown later\b|\bonly terraform (?:will )?know/, use: "known after apply; unresolved" },
  { pattern: /\bthe talk\b/, use: "what it says, without the source" },
  { pattern: /\bmisfits?\b/, use: "incompatible" },
  { pattern: /\bwhom\b/, use: "who, that" },
  { pattern: /\bstems?\b/, use: "node group family" },
  { pattern: /\bdead\b/, use: "blocked", under: ["upgrade/planner/"] },
  { pattern: /\bbeyond\b/, use: "unsupported", under: ["upgrade/adopt/", "cli/adopt"] },
  { pattern: /\bleft\b/, use: "notAdopted", under: ["upgrade/adopt/", "cli/adopt"] },
];

/** A word that stays, though the table has it. */
interface Contract {
  readonly text: RegExp;
  readonly why: string;
  readonly under?: readonly string[];
}

const CONTRACTS: readonly Contract[] = [
  {
    text: /\b(?:addon-version-fits|ami-release-fits|node-group-born-at-cluster-version)\b/g,
    why: "ids of rules, and the files that are named after them",
  },
  { text: /\bnodeGroupBornAtClusterVersion\b/g, why: "the rule of that id" },
  { text: /\b(?:wayBack|closesWayBack|notJudged|notInView)\b/g, why: "properties of JSON outputs" },
  {
    text: /(?<=["'.`])refused\b|\brefused(?=["'`:?])/g,
    why: "the verdict of a review and its JSON property",
  },
  {
    text: /--anew\b|\banew(?:: true|\?: boolean|: plansAll)\b|(?<=inputs\.)anew\b|^\s*anew:$|\bANEW\b/g,
    why: 'the option of "jobs" and the workflow\'s input',
  },
  { text: /\bconnection (?:was )?refused\b/gi, why: "what the operating system says" },
];

/** A sentence for each word in a file that is gone: its line, the word, and what to use. */
export function goneWordsIn(path: string, text: string): readonly string[] {
  const words = GONE.filter(
    ({ under }) => under === undefined || under.some((each) => path.startsWith(each)),
  );
  return text.split("\n").flatMap((line, index) => {
    const read = plain(line);
    return words.flatMap(({ pattern, use }) => {
      const [found] = pattern.exec(read) ?? [];
      return found === undefined ? [] : [`${path}:${index + 1}: "${found}": ${use}`];
    });
  });
}

/** The words of a line, without contracts. */
function plain(line: string): string {
  return CONTRACTS.reduce((rest, { text }) => rest.replace(text, " "), line)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[-_](?=[A-Za-z])/g, " ")
    .toLowerCase();
}
