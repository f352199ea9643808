import { type Content, contentFrom, readContent, type Setting } from "../../../config/content/content.ts";
import { pruned } from "../../../config/content/prune.ts";
import { contentText, contentValue } from "../../../config/content/write.ts";
import { checkValue } from "../../../config/read.ts";
import { shippedFile, shippedNames } from "../../../config/shipped.ts";
import { ConfigDocument } from "../../../config/text/document.ts";
import type { Config } from "../../../config/types.ts";
import { contentOf } from "../../../predict/fit/content.ts";
import { type Figures, figuresOf } from "../../../predict/fit/figures.ts";
import { fitPopulation } from "../../../predict/fit/fit.ts";
import { DEFAULT_DAYS, predict } from "../../../predict/predict.ts";
import type { Durations } from "../../../predict/times/length.ts";
import { UsageError } from "../../../system/errors.ts";
import { nearest } from "../../../system/nearest.ts";
import { printable } from "../../../system/printable.ts";
import { FIGURE_OPTIONS, KEY_OPTIONS, type NewOptions } from "./options.ts";
import { missLines } from "./words.ts";

export const DEFAULT_BASE = "Accordion";

/** A shipped population, with what is predicted of it. */
export interface Base {
  name: string;
  content: Content;
  config: Config;
  figures: Partial<Figures>;
}

/** Throws UsageError if there is no such population. */
export function baseNamed(given: string, durations: Durations): Base {
  const names = shippedNames();
  const name = names.find((one) => one.toLowerCase() === given.toLowerCase());
  if (name === undefined) {
    const meant = nearest(given, names);
    const advice = meant === undefined ? "" : `did you mean ${meant}? `;
    throw new UsageError(`--like ${printable(given)}: ${advice}there are ${names.join(", ")}`);
  }
  const { content, config } = readContent(shippedFile(name));
  return { name, content, config, figures: figuresOf(predict(config, durations, DEFAULT_DAYS).prediction) };
}

export interface Made {
  text: string;
  asked: Partial<Figures>;
  /** Those of the text. */
  figures: Partial<Figures>;
}

function valuesBy<T extends string>(
  options: NewOptions,
  names: Readonly<Partial<Record<keyof NewOptions, T>>>,
): [T, NewOptions[keyof NewOptions]][] {
  return (Object.keys(names) as (keyof NewOptions)[])
    .filter((option) => options[option] !== undefined)
    .map((option) => [names[option]!, options[option]]);
}

function askedBy(options: NewOptions): Partial<Figures> {
  return Object.fromEntries(valuesBy(options, FIGURE_OPTIONS));
}

function settingsBy(options: NewOptions): Setting[] {
  return valuesBy(options, KEY_OPTIONS).map(([key, value]) => ({
    key,
    json: typeof value === "bigint" ? String(value) : JSON.stringify(value),
  }));
}

/** Later settings replace those of the same key. */
function withSettings({ settings, tables }: Content, others: readonly Setting[]): Content {
  const keys = new Set(others.map(({ key }) => key));
  return { settings: [...settings.filter(({ key }) => !keys.has(key)), ...others], tables };
}

function read(content: Content): Config {
  const document = new ConfigDocument("the new configuration", contentText(content));
  return checkValue(document, contentValue(content)).config;
}

/** What a configuration says about itself, and where its schema is. */
export interface About {
  schema: string;
  notes(figures: Partial<Figures>): readonly string[];
}

/** Makes a configuration of what is asked for. Throws UsageError where figures cannot be reached, or settings contradict each other. */
export function makeConfig(base: Base, options: NewOptions, durations: Durations, { schema, notes }: About): Made {
  const asked = askedBy(options);
  const growthRate = options.growthRate ?? base.config.growthRate;
  const { config, misses } = fitPopulation(
    { ...base.config, ...(growthRate === undefined ? {} : { growthRate }) },
    asked,
    durations,
  );
  if (misses.length > 0) throw new UsageError(missLines(misses).join("\n"));
  const whole = withSettings(contentOf(base.content, config), settingsBy(options));
  const content = pruned(whole, read(whole));
  const figures = figuresOf(predict(read(content), durations, DEFAULT_DAYS).prediction);
  const { settings, tables } = withSettings(content, [
    { key: "$schema", json: JSON.stringify(schema) },
    { key: "_comment", json: JSON.stringify(notes(figures)) },
  ]);
  return { text: contentText(contentFrom(settings, (table) => tables[table])), asked, figures };
}
