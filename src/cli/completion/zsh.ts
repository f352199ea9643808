import type { CommandWords, OperandWords, OptionWords, Value } from "./words.ts";

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

function commandFunction({ name, options, operands }: CommandWords): string {
  const specifications = [...options.map(optionSpecification), ...operands.map(operandSpecification)];
  return `_eventsim_${name === "" ? "run" : name}() {
  _arguments -s -S : \\
    ${specifications.join(" \\\n    ")}
}
`;
}

/** The script that completes eventsim in zsh, as a file of its `fpath` or read by `source`. @param commands the run first */
export function zshScript(commands: readonly CommandWords[]): string {
  const others = commands.filter(({ name }) => name !== "");
  return `#compdef eventsim
# Completion of eventsim for zsh; made by "eventsim completion zsh".

${commands.map(commandFunction).join("\n")}
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
