import { type CommandWords, firstWords, isAction, type OperandWords, type OptionWords, type Value } from "./words.ts";

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function action(value: Value): string {
  if (value.kind === "words") return `(${value.words.join(" ")})`;
  return { file: "_files", folder: "_files -/", text: " " }[value.kind];
}

/** Colons separate the parts of a specification. */
function escaped(name: string): string {
  return name.replace(/[:\\]/g, "\\$&");
}

/** An option as _arguments takes it: `-c FILE` and `-cFILE`, `--config FILE` and `--config=FILE`. */
function optionSpecification({ names, description, value, isRepeatable }: OptionWords): string {
  const what = `[${description.replace(/[[\]\\]/g, "\\$&")}]${value === undefined ? "" : `:${escaped(value.name)}:${action(value)}`}`;
  const exclusion = isRepeatable ? "*" : names.length > 1 ? `(${names.join(" ")})` : "";
  const spelled = names.map((name) => (value === undefined ? name : `${name}${name.startsWith("--") ? "=" : "+"}`));
  const alternatives = spelled.length > 1 ? `{${spelled.join(",")}}` : spelled[0];
  return `${exclusion === "" ? "" : quoted(exclusion)}${alternatives}${quoted(what)}`;
}

function operandSpecification({ name, value, isVariadic }: OperandWords, index: number): string {
  return quoted(`${isVariadic ? "*" : index + 1}:${name}:${action(value)}`);
}

/** Where the word after a command is one of its actions, the action's function completes the rest. */
function toActions(command: string, actions: readonly string[]): string {
  if (actions.length === 0) return "";
  return `  local action=$words[2]
  if (( CURRENT > 2 )); then
    case $action in
      ${actions.join(" | ")})
        shift words
        (( CURRENT-- ))
        _eventsim_${command}_$action
        return
        ;;
    esac
  fi
`;
}

function commandFunction({ name, options, operands }: CommandWords, actions: readonly string[]): string {
  const specifications = [...options.map(optionSpecification), ...operands.map(operandSpecification)];
  return `_eventsim_${name === "" ? "run" : name.replace(" ", "_")}() {
${toActions(name, actions)}  _arguments -s -S : \\
    ${specifications.join(" \\\n    ")}
}
`;
}

/** The words that may stand after a command as its actions. */
function actionsOf({ name }: CommandWords, commands: readonly CommandWords[]): string[] {
  return commands
    .filter((one) => isAction(one) && one.name.startsWith(`${name} `))
    .map((one) => one.name.split(" ")[1]!);
}

/** The script that completes eventsim in zsh, as a file of its `fpath` or read by `source`. @param commands the run first */
export function zshScript(commands: readonly CommandWords[]): string {
  const others = firstWords(commands);
  return `#compdef eventsim
# Completion of eventsim for zsh; made by "eventsim completion zsh".

${commands.map((command) => commandFunction(command, actionsOf(command, commands))).join("\n")}
_eventsim() {
  local command=$words[2] result=1
  local -a commands=(
    ${others.map(({ name, description }) => quoted(`${name}:${description}`)).join("\n    ")}
  )
  if (( CURRENT > 2 )); then
    case $command in
      ${others.map(({ name }) => name).join(" | ")})
        shift words
        (( CURRENT-- ))
        _eventsim_$command
        return
        ;;
    esac
  elif [[ $command != -* ]]; then
    _describe -t commands command commands && result=0
  fi
  _eventsim_run && result=0
  return result
}

if [ "$funcstack[1]" = _eventsim ]; then
  _eventsim "$@"
else
  compdef _eventsim eventsim
fi
`;
}
