import { parseArgs } from 'node:util';
import { openProject, type Project } from './project';
import { DONE, listOf, NO_TERMINAL, NOT_REMOVED, NOTHING, QUESTION, USAGE } from './texts';
import { findTraces, isEmpty, removeTraces } from './traces';

/** Where the command talks to a person. */
export interface Terminal {
  /** Whether somebody can answer. */
  readonly interactive: boolean;
  print(text: string): void;
  /** Resolves to what was typed; '' when the input ended instead. */
  ask(question: string): Promise<string>;
}

const COMMANDS = ['uninstall', 'linkbacks:uninstall'];

/**
 * The package's command line: removes all data of the plugin from the database of the Strapi project in the working
 * directory. Works with the plugin enabled, disabled or wrongly configured.
 *
 * @param argv arguments, without node and script
 * @returns the exit code: 0 done or nothing to do, 1 refused, declined, failed or called wrongly
 */
export const run = async (argv: readonly string[], terminal: Terminal): Promise<number> => {
  const options = readOptions(argv);
  if (options === null || options.help) {
    terminal.print(USAGE);
    return options === null ? 1 : 0;
  }
  let project: Project | null = null;
  try {
    project = await openProject();
    return await uninstall(project, options.yes, terminal);
  } catch (error) {
    terminal.print(messageOf(error));
    return 1;
  } finally {
    await project?.close();
  }
};

const uninstall = async ({ db }: Project, yes: boolean, terminal: Terminal): Promise<number> => {
  const traces = await findTraces(db);
  if (isEmpty(traces)) {
    terminal.print(NOTHING);
    return 0;
  }
  terminal.print(`${listOf(db, traces)}\n`);
  if (!yes && !terminal.interactive) {
    terminal.print(NO_TERMINAL);
    return 1;
  }
  if (!yes && !/^y(es)?$/i.test((await terminal.ask(QUESTION)).trim())) {
    terminal.print(NOT_REMOVED);
    return 1;
  }
  await removeTraces(db, traces);
  terminal.print(DONE);
  return 0;
};

/** Drivers leave the message empty where several addresses of a database server refused. */
const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && !error.message) return error.errors.map(messageOf).join('\n');
  return error.message || error.name;
};

/** Null: it was called wrongly. */
const readOptions = (argv: readonly string[]): { yes: boolean; help: boolean } | null => {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { yes: { type: 'boolean', short: 'y' }, help: { type: 'boolean', short: 'h' } },
    });
    const { yes = false, help = false } = values;
    const [command, ...rest] = positionals;
    if (help) return { yes, help };
    return command !== undefined && COMMANDS.includes(command) && rest.length === 0 ? { yes, help } : null;
  } catch {
    return null;
  }
};
