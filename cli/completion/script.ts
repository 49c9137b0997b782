import type { Command } from "commander";

/** What can be written after a command: its subcommands and its options. */
interface Words {
  readonly command: string;
  readonly summary: string;
  readonly words: readonly string[];
}

/** @param shell "bash", "zsh" or "fish" */
export function scriptFor(shell: string, commands: readonly Command[]): string {
  const all = commands.map(wordsOf);
  return shell === "fish" ? fish(all) : shell === "zsh" ? `${ZSH}${bash(all)}` : bash(all);
}

function wordsOf(command: Command): Words {
  const options = [command, ...command.commands].flatMap((each) =>
    each
      .createHelp()
      .visibleOptions(each)
      .flatMap(({ long }) => long ?? []),
  );
  return {
    command: command.name(),
    summary: command.summary(),
    words: [...new Set([...command.commands.map((each) => each.name()), ...options])],
  };
}

const ZSH = "autoload -U +X bashcompinit && bashcompinit\n";

/** Options after "-", commands in the first place, files everywhere else. */
function bash(all: readonly Words[]): string {
  return `_cdktf_eks_upgrade() {
  local word=\${COMP_WORDS[COMP_CWORD]} words=
  case \${COMP_WORDS[1]} in
${all.map(({ command, words }) => `    ${command}) words='${words.join(" ")}' ;;`).join("\n")}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${all.map(({ command }) => command).join(" ")}'
  fi
  COMPREPLY=()
  while IFS= read -r; do COMPREPLY+=("$REPLY"); done < <(compgen -W "$words" -- "$word")
  case $COMP_CWORD:$word in
    1:* | *:-*) ;;
    *) while IFS= read -r; do COMPREPLY+=("$REPLY"); done < <(compgen -f -- "$word") ;;
  esac
}
complete -o filenames -F _cdktf_eks_upgrade cdktf-eks-upgrade
`;
}

function fish(all: readonly Words[]): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
  return `${[
    ...all.map(
      ({ command, summary }) =>
        `complete -c cdktf-eks-upgrade -n __fish_use_subcommand -f -a ${command} -d ${quoted(summary)}`,
    ),
    ...all.flatMap(({ command, words }) =>
      words.map(
        (word) =>
          `complete -c cdktf-eks-upgrade -n '__fish_seen_subcommand_from ${command}' ${word.startsWith("--") ? `-l ${word.slice(2)}` : `-a ${word}`}`,
      ),
    ),
  ].join("\n")}\n`;
}
