import type { EventEmitter } from "node:events";
import type { Command, Option } from "commander";
import { programVersion } from "../../system/root.ts";
import { allPrograms } from "../commands/programs.ts";
import { PRINTING_OPTIONS, SIZE_OPTIONS } from "../jvm/flags/short-options.ts";
import { bold, entry, filled, italic, paragraph, quoted } from "./roff.ts";

const EXIT_CODES: readonly [code: string, meaning: string][] = [
  ["0", "The output is whole."],
  [
    "1",
    "Something failed during the run, such as a full disk; verify found a difference; cat met a damaged file; or, with --compat, the original stops here, and the events before are written.",
  ],
  [
    "2",
    "The command line, the configuration or a data file is wrong, an option is not available yet, or standard output is closed. Nothing was written.",
  ],
  ["3", "The heap of a thread was full, with -XX:+ExitOnOutOfMemoryError."],
  ["129, 130, 143", "A signal ended the run: the terminal closed, Ctrl-C, kill."],
  ["141", "The reader went away, as head does."],
];

const VARIABLES: readonly [name: string, meaning: string][] = [
  ["EVENTSIM_OPTS", "Options of the JVM, separated by spaces; those of the command line are stronger."],
  ["JAVA_OPTS", "The same, and weaker than EVENTSIM_OPTS."],
  ["EVENTSIM_KAFKA_PASSWORD", "Password of --kafka-user, unless --kafka-password-file is given."],
  ["EVENTSIM_KAFKA_TOKEN", "Token of OAUTHBEARER, unless --kafka-token-file is given."],
  ["EVENTSIM_KAFKA_KEY_PASSPHRASE", "Passphrase of the key in --kafka-cert-key, if it is encrypted."],
  ["EVENTSIM_KAFKA_REGISTRY_AUTH", "user:password for --kafka-registry, if it asks for them."],
];

/** `-c, --config <file>` with the names in bold and the value in italics. */
function term(flags: string): string {
  const [, names = "", value] = /^(.*?)(?: <(.*)>)?$/s.exec(flags) ?? [];
  const spelled = names.split(", ").map(bold).join(", ");
  return value === undefined ? spelled : `${spelled} ${italic(value)}`;
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function optionEntry({ flags, description, argChoices }: Option): string {
  const choices = argChoices === undefined ? "" : ` Allowed: ${argChoices.join(", ")}.`;
  return entry(term(flags), `${sentence(description)}${choices}`);
}

/** The options in their order, below the headings of the help if it has any. */
function optionEntries({ options }: Command): string[] {
  let heading: string | undefined;
  return options.flatMap((option) => {
    const isNew = option.helpGroupHeading !== heading;
    heading = option.helpGroupHeading;
    const above = isNew && heading !== undefined ? [`.SS ${quoted(heading.replace(/:$/, ""))}`] : [];
    return [...above, optionEntry(option)];
  });
}

/** The text after the options in a command's help. */
function textBelow(program: Command): string {
  const texts: string[] = [];
  // As commander does it when it prints the help; its types do not say that a command is an emitter.
  const emitter = program as unknown as EventEmitter;
  emitter.emit("afterHelp", { error: false, command: program, write: (text: string) => texts.push(text) });
  return texts.join("").trim();
}

/** A line of the examples: a command and, after spaces, its description. */
function exampleEntry(line: string): string {
  const [, command = "", meaning] = /^ +(.*?)(?: {2,}(.*))?$/.exec(line) ?? [];
  return meaning === undefined ? `.PP\n${bold(command)}` : entry(bold(command), sentence(meaning));
}

/** The paragraphs and the examples of a command's help; the list of commands is a section of its own here. */
function partsBelow(program: Command): { paragraphs: string[]; examples: string[] } {
  const [above = "", list = ""] = textBelow(program).split(/^Examples:\n/m);
  const lines = list.replace(/^Commands:\n(?: .*\n?)*/m, "").split("\n");
  const isExample = (line: string) => line.startsWith(" ");
  const after = lines.filter((line) => line !== "" && !isExample(line));
  return {
    paragraphs: [above.replaceAll("\n", " "), ...after].filter((text) => text.trim() !== "").map(paragraph),
    examples: lines.filter(isExample).map(exampleEntry),
  };
}

function usage(program: Command): string {
  const operands = program.registeredArguments.map((argument) => {
    const name = italic(argument.variadic ? `${argument.name()}...` : argument.name());
    return argument.required ? name : `[${name}]`;
  });
  const options = program.options.length === 0 ? [] : [`[${italic("options")}]`];
  return [bold(program.name()), ...options, ...operands].join(" ");
}

/** Omits options that a command shares with the run. @param isRun whether an option is one of the run's */
function commandSection(program: Command, isRun: (option: Option) => boolean): string[] {
  const own = program.options.filter((option) => !isRun(option));
  const { paragraphs, examples } = partsBelow(program);
  const operands = program.registeredArguments.map((argument) =>
    entry(italic(argument.name()), sentence(argument.description)),
  );
  return [
    `.SS ${quoted(program.name())}`,
    usage(program),
    paragraph(program.description()),
    ...paragraphs,
    ...(own.length < program.options.length ? [] : operands),
    ...own.map(optionEntry),
    ...(examples.length > 0 ? [paragraph("Examples:"), ...examples] : []),
  ];
}

function jvmSection(): string[] {
  const options = [...SIZE_OPTIONS, ...PRINTING_OPTIONS].map(({ usage: spelled, effect }) => {
    const [, name = "", rest = ""] = /^([^<]*)(.*)$/s.exec(spelled) ?? [];
    return entry(`${bold(name)}${italic(rest)}`, sentence(effect));
  });
  return [
    "The options of a Java virtual machine are taken as well. These have an effect:",
    ...options,
    paragraph("Of -XX options there are more: eventsim -XX:+PrintFlagsFinal -version prints them with their effects."),
  ];
}

/** The manual's page, from the tables of the options. @param date the day that it shows, as 2026-01-31 */
export async function manualPage(date: string): Promise<string> {
  const [[, run], ...commands] = (await allPrograms()) as [[string, Command], ...[string, Command][]];
  const isRun = ({ flags, description }: Option) =>
    run.options.some((option) => option.flags === flags && option.description === description);
  const { paragraphs, examples } = partsBelow(run);
  return `${[
    `.TH EVENTSIM 1 ${date} ${quoted(`eventsim ${programVersion()}`)} "User Commands"`,
    // No hyphenation, since words are parts of command lines, and no justification.
    ".nh",
    ".ad l",
    ".SH NAME",
    "eventsim \\- simulate the users of a site and write their event log",
    ".SH SYNOPSIS",
    ...[run, ...commands.map(([, program]) => program)].map(usage).join("\n.br\n").split("\n"),
    ".SH DESCRIPTION",
    filled(run.description()),
    ...paragraphs,
    ".SH OPTIONS",
    ...optionEntries(run),
    ".SH JVM OPTIONS",
    ...jvmSection(),
    ".SH COMMANDS",
    ...commands.flatMap(([, program]) => commandSection(program, isRun)),
    ".SH ENVIRONMENT",
    ...VARIABLES.map(([name, meaning]) => entry(bold(name), meaning)),
    ".SH EXIT STATUS",
    ...EXIT_CODES.map(([code, meaning]) => entry(bold(code), meaning)),
    ".SH EXAMPLES",
    "A run needs no command:",
    ...examples,
  ].join("\n")}\n`;
}
