import { join } from 'node:path';
import { SetupProblem } from '../setup.mjs';

const PORTS = {
  strapi: { name: 'Strapi', variable: 'LINKBACKS_DEMO_STRAPI_PORT', usual: 1337 },
  site: { name: 'the public site', variable: 'LINKBACKS_DEMO_SITE_PORT', usual: 4321 },
  neighbour: { name: 'the neighbour', variable: 'LINKBACKS_DEMO_NEIGHBOUR_PORT', usual: 4322 },
};

const readPort = (env, { variable, usual }) => {
  const text = env[variable] || String(usual);
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new SetupProblem(`${variable} is "${text}"; allowed: a port number from 1 to 65535.`);
};

/**
 * Where everything of the demo lives.
 *
 * @param {{ root: string, env?: NodeJS.ProcessEnv }} o `root`: the repository
 * @throws {SetupProblem}
 */
export const readSettings = ({ root, env = process.env }) => {
  const ports = Object.values(PORTS).map((one) => ({ ...one, port: readPort(env, one) }));
  const [strapi, site, neighbour] = ports.map(({ port }) => port);
  if (new Set([strapi, site, neighbour]).size < 3)
    throw new SetupProblem('Strapi, the public site and the neighbour need three different ports.');

  const playground = join(root, 'playground');
  /** Database, neighbour and memory; the browser tests begin with an empty one of their own. */
  const data = env.LINKBACKS_DEMO_DATA || join(playground, '.tmp');
  const urls = {
    strapi: `http://localhost:${strapi}`,
    site: `http://localhost:${site}`,
    neighbour: `http://localhost:${neighbour}`,
  };
  return {
    root,
    playground,
    ports,
    urls,
    files: {
      secrets: join(playground, '.env'),
      state: join(data, 'demo.json'),
      strapiLog: join(data, 'strapi.log'),
      strapiBin: join(root, 'node_modules', '@strapi', 'strapi', 'bin', 'strapi.js'),
    },
    /** For every child; secrets come from playground/.env. */
    env: {
      ...env,
      NODE_ENV: 'production',
      ENV_PATH: join(playground, '.env'),
      STRAPI_TELEMETRY_DISABLED: 'true',
      HOST: '127.0.0.1',
      PORT: String(strapi),
      PUBLIC_URL: urls.strapi,
      STRAPI_URL: urls.strapi,
      SITE_PORT: String(site),
      SITE_URL: urls.site,
      NEIGHBOUR_PORT: String(neighbour),
      NEIGHBOUR_URL: urls.neighbour,
      DATABASE_FILENAME: join(data, 'data.db'),
      NEIGHBOUR_FILE: join(data, 'neighbour.json'),
    },
  };
};

/** @typedef {ReturnType<typeof readSettings>} Settings */
