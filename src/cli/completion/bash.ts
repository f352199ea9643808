import { type CommandWords, firstWords, isAction, type Value } from "./words.ts";

function reaction(value: Value): string {
  return value.kind === "words" ? `words='${value.words.join(" ")}'` : `kind=${value.kind}`;
}

/** The candidates after the previous word: an option's value, else an option or an operand. */
function commandCase({ options, operands }: CommandWords): string {
  const byReaction = new Map<string, string[]>();
  for (const { names, value } of options) {
    if (value === undefined) continue;
    const what = reaction(value);
    byReaction.set(what, [...(byReaction.get(what) ?? []), ...names]);
  }
  const arms = [...byReaction].map(([what, names]) => `        ${names.join(" | ")}) ${what} ;;\n`);
  const operand = operands[0] === undefined ? "kind=text" : reaction(operands[0].value);
  const all = options.flatMap(({ names }) => names).join(" ");
  return `      case $previous in
${arms.join("")}        *) options='${all}' ${operand} ;;
      esac
      ;;
`;
}

/** An arm for each command; those that take the same words share one. */
function commandArms(commands: readonly CommandWords[]): string {
  const byCase = new Map<string, string[]>();
  for (const command of commands) {
    const text = commandCase(command);
    const pattern = command.name === "" || isAction(command) ? `'${command.name}'` : command.name;
    byCase.set(text, [...(byCase.get(text) ?? []), pattern]);
  }
  return [...byCase].map(([text, names]) => `    ${names.join(" | ")})\n${text}`).join("");
}

/** The script that completes eventsim in bash 3.2 or later. @param commands the run first */
export function bashScript(commands: readonly CommandWords[]): string {
  const names = firstWords(commands).map(({ name }) => name);
  const actions = commands.filter(isAction).map(({ name }) => `'${name}'`);
  return `# Completion of eventsim for bash; made by "eventsim completion bash".

_eventsim() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous='' command='' options='' words='' kind='' prefix='' word
  COMPREPLY=()
  if [ "$COMP_CWORD" -gt 1 ]; then
    previous=\${COMP_WORDS[COMP_CWORD - 1]}
    case \${COMP_WORDS[1]} in
      ${names.join(" | ")}) command=\${COMP_WORDS[1]} ;;
    esac
  fi
  if [ "$COMP_CWORD" -gt 2 ]; then
    case "$command \${COMP_WORDS[2]}" in
      ${actions.join(" | ")}) command="$command \${COMP_WORDS[2]}" ;;
    esac
  fi
  # --name=value is three words, unless somebody has told bash not to part it.
  case $current in
    =) current='' ;;
    --*=*) previous=\${current%%=*} prefix=\${current%%=*}= current=\${current#*=} ;;
    *) if [ "$previous" = = ]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}; fi ;;
  esac
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    # What follows "--" is no option.
    if [ "$word" = -- ]; then previous=--; fi
  done
  case $command in
${commandArms(commands)}  esac
  if [ -n "$options" ] && [ "$previous" != -- ] && [[ $current == -* ]]; then
    words=$options kind=''
  elif [ "$COMP_CWORD" -eq 1 ]; then
    words='${names.join(" ")}' kind=file
  fi
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -P "$prefix" -W "$words" -- "$current"))
  fi
  case $kind in
    file | folder)
      # They are taken as names of files, so that bash puts backslashes and slashes into them.
      compopt -o filenames 2>/dev/null
      while IFS= read -r word; do
        COMPREPLY+=("$prefix$word")
      done < <(if [ "$kind" = folder ]; then compgen -d -- "$current"; else compgen -f -- "$current"; fi)
      ;;
  esac
}

complete -F _eventsim eventsim
`;
}
