import { type CommandWords, firstWords, isAction, type OptionWords, type Value } from "./words.ts";

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}

/** The candidates for a value: paths are requested with -F, other words with -a; nothing else is offered (-x). */
function argumentsOf(value: Value): string {
  if (value.kind === "words") return `-x -a ${quoted(value.words.join(" "))}`;
  return { file: "-r -F", folder: "-x -a '(__fish_complete_directories)'", text: "-x" }[value.kind];
}

function optionLine(condition: string, { names, description, value }: OptionWords): string {
  const spelled = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const follows = value === undefined ? "" : ` ${argumentsOf(value)}`;
  return `complete -c eventsim -n ${condition} ${spelled.join(" ")}${follows} -d ${quoted(description)}`;
}

function commandLines({ name, options, operands }: CommandWords): string[] {
  const condition = quoted(`__eventsim_is '${name}'`);
  const [operand] = operands;
  const words =
    operand?.value.kind === "file"
      ? [`complete -c eventsim -n ${condition} -F`]
      : operand === undefined
        ? []
        : [`complete -c eventsim -n ${condition} ${argumentsOf(operand.value)}`];
  return [...words, ...options.map((option) => optionLine(condition, option))];
}

/** The script that completes eventsim in fish 3.1 or later. @param commands the run first */
export function fishScript(commands: readonly CommandWords[]): string {
  const others = firstWords(commands);
  const actions = commands.filter(isAction);
  return `# Completion of eventsim for fish; made by "eventsim completion fish".

# Whether the command line is one of this command, or of this command and its action; of a run, which has none, for ''.
function __eventsim_is -a wanted
    set -l words (commandline -opc)
    set -l command ''
    if contains -- "$words[2]" ${others.map(({ name }) => name).join(" ")}
        set command $words[2]
    end
    if contains -- "$words[2] $words[3]" ${actions.map(({ name }) => quoted(name)).join(" ")}
        set command "$words[2] $words[3]"
    end
    test "$command" = "$wanted"
end

function __eventsim_is_first
    test (count (commandline -opc)) -eq 1
end

complete -c eventsim -f
${others.map(({ name, description }) => `complete -c eventsim -n __eventsim_is_first -a ${name} -d ${quoted(description)}`).join("\n")}

${commands.map((command) => commandLines(command).join("\n")).join("\n\n")}
`;
}
