import { readText } from "../../config/file.ts";

/** Distinguishes an option of the JVM from one of this program; `short-options.ts` identifies it. */
export const LOOKS_LIKE_JVM =
  /^-(X|J-|D.|verbose\b|(show)?version$|server$|client$|d32$|d64$|(agentlib|agentpath|javaagent):|(ea|da|enableassertions|disableassertions)(:|$)|[ed]sa$)|^--(add-(opens|exports|modules|reads)|illegal-access|enable-native-access|patch-module)=|^--enable-preview$/;

/** The variables that hold such options, the weaker one first. */
export const VARIABLES = ["JAVA_OPTS", "EVENTSIM_OPTS"] as const;

/** Whether an option of the JVM may be set. If not, nothing else of this folder is loaded. */
export function mayHaveOptions(args: readonly string[]): boolean {
  return (
    args.some((arg) => LOOKS_LIKE_JVM.test(arg)) || VARIABLES.some((name) => (process.env[name] ?? "").trim() !== "")
  );
}

/** The key, with any of its letters escaped. */
const JVM_KEY = /"(j|\\u006a)(v|\\u0076)(m|\\u006d)"/i;

/** Whether a configuration may have a key "jvm". */
export function mayHaveKey(config: string | undefined): boolean {
  if (config === undefined) return false;
  try {
    return JVM_KEY.test(readText(config));
  } catch {
    return false; // its reader reports the error
  }
}
