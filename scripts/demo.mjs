/**
 * `npm run demo`: installs and builds what is missing, starts Strapi, a public site and a neighbour, shows the
 * main job by itself and keeps running until Ctrl-C.
 *
 * `--once` (or LINKBACKS_DEMO_EXIT=1) ends after the show; the exit code is 1 when a step did not happen.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { pagesOfShow } from './lib/demo/article.mjs';
import { buildAdmin, startEverything } from './lib/demo/run.mjs';
import { readSettings } from './lib/demo/settings.mjs';
import { showMainJob } from './lib/demo/show.mjs';
import { ensureSecrets, newAccount, openState } from './lib/demo/state.mjs';
import { hasAccount, register, signIn } from './lib/demo/strapi-admin.mjs';
import { requireFreePorts } from './lib/ports.mjs';
import { Stopped, createReport } from './lib/report.mjs';
import { createServices } from './lib/services.mjs';
import { SetupProblem, buildPlugin, checkNode, installMissing } from './lib/setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const endsAfterShow = process.argv.includes('--once') || process.env.LINKBACKS_DEMO_EXIT === '1';

/** The account that the demo knows, made when there is none; null when the password was changed. */
const signInOrRegister = async ({ url, memory }) => {
  if (!(await hasAccount({ url }))) {
    memory.remember({ account: newAccount(), shown: false });
    await register({ url, account: memory.state.account });
  }
  return memory.state.account ? signIn({ url, account: memory.state.account }) : null;
};

const showOrRemember = async ({ settings, report, memory, strapi, signal }) => {
  if (!memory.state.shown) {
    if (!strapi)
      throw new SetupProblem(
        'The playground has an account whose password the demo does not know.\nDelete playground/.tmp to begin anew.'
      );
    report.heading('The main job');
    await showMainJob({ settings, report, strapi, signal });
    memory.remember({ shown: true });
    return;
  }
  const counts = strapi ? (await strapi.linkbacks({ status: 'pending' })).counts : null;
  const found = counts ? `; linkbacks: ${counts.pending} pending, ${counts.approved} approved` : '';
  report.done(`Everything is there from the last time${found}`);
};

const printAddresses = ({ settings, report, memory, strapi }) => {
  const { urls } = settings;
  const { article, reply } = pagesOfShow(urls);
  const { account } = memory.state;
  const login = strapi ? `${account.email}   password: ${account.password}` : 'your own account';
  report.heading('To open');
  report.line(`  Inbox          ${urls.strapi}/admin/plugins/linkbacks`);
  report.line(`                 sign in as ${login}`);
  report.line(`  Our article    ${article}`);
  report.line(`                 approve the linkback in the inbox, and it shows here`);
  report.line(`  Their post     ${reply}`);
  report.line(
    `  The neighbour  ${urls.neighbour}   has a form: write, link to the article, and it pings you`
  );
};

const demo = async ({ report, services, signal }) => {
  checkNode({ root });
  const settings = readSettings({ root });
  report.heading('Linkbacks for Strapi: the demo');
  await requireFreePorts(settings.ports);
  await installMissing({ root, report, signal });
  await buildPlugin({ root, report, signal });
  ensureSecrets(settings.files.secrets);
  await buildAdmin({ settings, report, signal });
  // Building takes its time: somebody else may have come.
  await requireFreePorts(settings.ports);
  await startEverything({ settings, report, services, signal });

  const memory = openState(settings.files.state);
  const strapi = await signInOrRegister({ url: settings.urls.strapi, memory });
  await showOrRemember({ settings, report, memory, strapi, signal });
  printAddresses({ settings, report, memory, strapi });
};

/** Errors that say what is wrong; any other is a bug, and its stack is worth seeing. */
const SPEAKING = new Set(['Error', 'SetupProblem', 'CommandFailed', 'StrapiRefused']);

const explain = (report, error) => {
  report.heading(SPEAKING.has(error.name) ? error.message : inspect(error));
  for (const line of error.lastLines ?? []) report.line(`    ${line}`);
};

const main = async () => {
  const report = createReport();
  const abort = new AbortController();
  const { signal } = abort;
  const services = createServices({ onDeath: (error) => abort.abort(error) });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => (signal.aborted ? services.killAll() : abort.abort(new Stopped(name))));
  }

  let shown = false;
  try {
    await demo({ report, services, signal });
    shown = true;
    if (!endsAfterShow) {
      report.heading('Ctrl-C ends everything. The next start is quick and finds it all as it is.\n');
      if (!signal.aborted) await once(signal, 'abort');
      throw signal.reason;
    }
  } catch (caught) {
    const error = signal.aborted ? signal.reason : caught;
    if (!(error instanceof Stopped)) explain(report, error);
    process.exitCode = error instanceof Stopped && (shown || !endsAfterShow) ? 0 : 1;
  }
  if (!signal.aborted) abort.abort(new Stopped('done'));
  await services.stopAll();
  report.line(process.exitCode ? '' : '\nEverything has ended.');
};

await main();
