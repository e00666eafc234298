import { CommandFailed } from './commands.mjs';
import { createReport } from './report.mjs';
import { SetupProblem, buildPlugin, checkNode, installMissing } from './setup.mjs';

/** "Cannot run here", as opposed to 1, a failure. */
export const CANNOT_RUN = 2;

/**
 * What every test command needs: the right Node, the packages, the built plugin. On a problem it says so on
 * the screen and ends the process.
 *
 * @param {string} root
 */
export const prepare = async (root) => {
  const report = createReport();
  try {
    checkNode({ root });
    await installMissing({ root, report });
    await buildPlugin({ root, report });
  } catch (error) {
    if (error instanceof SetupProblem) report.failed(error.message);
    else if (error instanceof CommandFailed) report.line([...error.lastLines, error.message].join('\n'));
    else throw error;
    process.exit(error instanceof SetupProblem ? CANNOT_RUN : 1);
  }
};
